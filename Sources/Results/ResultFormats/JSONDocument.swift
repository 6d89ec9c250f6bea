/// A value of a JSON column, validated before it becomes part of another document. Source: RFC 8259.
struct JSONDocument {
    private enum Expectation {
        case value
        case valueOrEnd
        case name
        case nameOrEnd
        case colon
        case commaOrEnd
    }

    /// Deeper documents are written as strings.
    private static let depthLimit = 1000

    /// Whether it contains a line end outside of strings.
    private(set) var isBroken = false
    private var open: [UInt8] = []
    private let text: UnsafeRawBufferPointer
    private var index = 0

    /// Nil if the text is not one document.
    init?(_ text: UnsafeRawBufferPointer) {
        self.text = text
        guard check() else { return nil }
    }

    private mutating func check() -> Bool {
        var expectation = Expectation.value
        var isOver = false
        while index < text.count {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): index += 1
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                isBroken = true
                index += 1
            default:
                guard !isOver, let next = take(byte, expectation) else { return false }
                expectation = next
                isOver = open.isEmpty
            }
        }
        return isOver
    }

    /// Handles a token that begins with `byte`. Returns what must follow; nil if `byte` is not allowed here.
    private mutating func take(_ byte: UInt8, _ expectation: Expectation) -> Expectation? {
        switch (expectation, byte) {
        case (.valueOrEnd, UInt8(ascii: "]")): return close(UInt8(ascii: "["))
        case (.nameOrEnd, UInt8(ascii: "}")): return close(UInt8(ascii: "{"))
        case (.commaOrEnd, UInt8(ascii: "]")): return close(UInt8(ascii: "["))
        case (.commaOrEnd, UInt8(ascii: "}")): return close(UInt8(ascii: "{"))
        case (.commaOrEnd, UInt8(ascii: ",")):
            index += 1
            return open.last == UInt8(ascii: "{") ? .name : .value
        case (.colon, UInt8(ascii: ":")):
            index += 1
            return .value
        case (.name, UInt8(ascii: "\"")), (.nameOrEnd, UInt8(ascii: "\"")): return takeString() ? .colon : nil
        case (.value, _), (.valueOrEnd, _): return takeValue(byte)
        default: return nil
        }
    }

    private mutating func takeValue(_ byte: UInt8) -> Expectation? {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard open.count < Self.depthLimit else { return nil }
            open.append(byte)
            index += 1
            return byte == UInt8(ascii: "{") ? .nameOrEnd : .valueOrEnd
        case UInt8(ascii: "\""): return takeString() ? .commaOrEnd : nil
        case UInt8(ascii: "t"): return takeWord("true") ? .commaOrEnd : nil
        case UInt8(ascii: "f"): return takeWord("false") ? .commaOrEnd : nil
        case UInt8(ascii: "n"): return takeWord("null") ? .commaOrEnd : nil
        default:
            guard let end = NumberText.end(in: text, from: index) else { return nil }
            index = end
            return .commaOrEnd
        }
    }

    private mutating func close(_ opening: UInt8) -> Expectation? {
        guard open.popLast() == opening else { return nil }
        index += 1
        return .commaOrEnd
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let word = UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard text[index...].starts(with: word) else { return false }
        index += word.count
        return true
    }

    private mutating func takeString() -> Bool {
        index += 1
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                index += 1
                return true
            case UInt8(ascii: "\\"):
                guard takeEscape() else { return false }
            case 0x00..<0x20: return false
            case 0x20..<0x80: index += 1
            default:
                // Invalid UTF-8: the value is written as a string, in which it is repaired.
                let step = UTF8Step(text, at: index)
                guard step.scalar != nil else { return false }
                index += step.length
            }
        }
        return false
    }

    private mutating func takeEscape() -> Bool {
        guard index + 1 < text.count else { return false }
        switch text[index + 1] {
        case UInt8(ascii: "u"):
            guard index + 6 <= text.count else { return false }
            for digit in text[index + 2..<index + 6] {
                guard digit &- 0x30 < 10 || (digit | 0x20) &- 0x61 < 6 else { return false }
            }
            index += 6
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
        default: return false
        }
        return true
    }
}
