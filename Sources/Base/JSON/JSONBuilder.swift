import Secrets

extension JSONValue {
    /// A container whose end has not been read yet.
    private struct Open {
        let isObject: Bool
        var members: [JSONMember] = []
        var values: [JSONValue] = []
        var name = ""

        mutating func append(_ value: JSONValue) {
            if isObject { members.append(JSONMember(name: name, value: value)) } else { values.append(value) }
        }

        var value: JSONValue { isObject ? .object(members) : .array(values) }
    }

    init?(parsing bytes: UnsafeRawBufferPointer, deepest: Int) {
        var reader = JSONReader(bytes, deepest: deepest)
        var open: [Open] = []
        var whole: JSONValue?
        while let piece = reader.next() {
            var value: JSONValue?
            switch piece {
            case .beginObject: open.append(Open(isObject: true))
            case .beginArray: open.append(Open(isObject: false))
            case .endObject, .endArray: value = open.popLast()?.value
            case .name(let range):
                guard let name = Self.string(bytes, range)?.revealText() else { return nil }
                open[open.count - 1].name = name
            case .text(let range):
                guard let text = Self.string(bytes, range) else { return nil }
                value = .text(text)
            case .number(let range): value = .number(String(decoding: bytes[range], as: UTF8.self))
            case .bool(let flag): value = .bool(flag)
            case .null: value = .null
            }
            guard let value else { continue }
            if open.isEmpty { whole = value } else { open[open.count - 1].append(value) }
        }
        guard reader.isComplete, let whole else { return nil }
        self = whole
    }

    private static func string(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Secret? {
        JSONString.decoded(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
}
