/// Makes keys of the bytes that a terminal sends, which are UTF-8 whatever the locale says: of characters, of sequences
/// that its description does not know, and of pasted text. An unknown sequence is swallowed whole, so that its last
/// characters are not taken for keys.
public struct KeyDecoder: Sendable {
    /// The text between the brackets of a paste; nil outside.
    private var paste: PastedText?
    /// What cannot be told yet, for the end of what came cut it: a character, a sequence, the end of a paste.
    private var rest: [UInt8] = []
    private static let escape: UInt8 = 0x1B
    private static let closing = Array("\u{1B}[201~".utf8)

    /// A decoder of a fresh stream.
    public init() {}

    /// Whether a paste has begun whose end has not come yet.
    public var isPasting: Bool { paste != nil }

    /// Decodes what came at once.
    public mutating func decode(_ arrived: [UInt8]) -> [Input] {
        let bytes = rest.isEmpty ? arrived : rest + arrived
        rest = []
        var result: [Input] = []
        var index = 0
        while index < bytes.count {
            if paste != nil {
                takePasted(bytes, &index, into: &result)
                continue
            }
            let start = index
            guard takeKey(bytes, &index, into: &result) else {
                rest = Array(bytes[start...])
                break
            }
        }
        return result
    }

    /// Forgets what came of a character or a sequence whose end will not come: a key of another kind was pressed.
    public mutating func dropRest() {
        if !isPasting { rest = [] }
    }

    /// Takes a key, or an opening bracket; answers false when its end has not come yet.
    private mutating func takeKey(_ bytes: [UInt8], _ index: inout Int, into result: inout [Input]) -> Bool {
        guard bytes[index] == Self.escape else {
            guard let scalar = Self.scalar(bytes, &index) else { return false }
            if let key = Self.key(of: scalar) { result.append(.key(key)) }
            return true
        }
        let start = index
        index += 1
        guard index < bytes.count, bytes[index] != Self.escape else {
            result.append(.key(.escape))
            return true
        }
        let isShort = bytes[index] == UInt8(ascii: "O") && index + 1 < bytes.count
        guard bytes[index] == UInt8(ascii: "[") || isShort else {
            guard let scalar = Self.scalar(bytes, &index) else { return false }
            result.append(.key(Self.alt(scalar)))
            return true
        }
        if !isShort, Self.isCutSequence(bytes[start...]) { return false }
        guard let (body, final) = Self.sequence(bytes, &index, isShort: isShort) else { return true }
        if final == "~", body == "200" {
            paste = PastedText()
        } else if let key = Self.key(of: body, final) {
            result.append(.key(key))
        }
        return true
    }

    /// Takes pasted text up to the closing bracket; tells it all once that has come.
    private mutating func takePasted(_ bytes: [UInt8], _ index: inout Int, into result: inout [Input]) {
        while index < bytes.count {
            let end = bytes[index...].firstIndex(of: Self.escape) ?? bytes.count
            paste?.add(bytes[index..<end])
            index = end
            guard end < bytes.count else { return }
            let ahead = bytes[end...].prefix(Self.closing.count)
            if ahead.elementsEqual(Self.closing) {
                index += ahead.count
                if let paste { result += paste.inputs }
                paste = nil
                return
            }
            if ahead.elementsEqual(Self.closing.prefix(ahead.count)) {
                rest = Array(ahead)
                index = bytes.count
                return
            }
            paste?.add(ahead.prefix(1))
            index += 1
        }
    }

    /// One character; U+FFFD for bytes that are none; nil when its bytes have not all come.
    private static func scalar(_ bytes: [UInt8], _ index: inout Int) -> Unicode.Scalar? {
        let length =
            switch bytes[index] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        let there = 1 + bytes[index...].prefix(length).dropFirst().prefix { $0 & 0xC0 == 0x80 }.count
        guard there == length || index + there < bytes.count else { return nil }
        defer { index += there }
        return String(validating: bytes[index..<index + there], as: UTF8.self)?.unicodeScalars.first ?? "\u{FFFD}"
    }

    /// Whether a control sequence with a parameter has no end yet. One that has no parameter is Alt and a bracket.
    private static func isCutSequence(_ bytes: ArraySlice<UInt8>) -> Bool {
        let body = bytes.dropFirst(2)
        return !body.isEmpty && body.count < 64 && body.allSatisfy { (0x20...0x3F).contains($0) }
    }

    /// Parameters and final character of a control sequence that begins at `index`; nil when it does not end.
    /// Source: ECMA-48, 5.4.
    private static func sequence(
        _ bytes: [UInt8], _ index: inout Int, isShort: Bool
    ) -> (body: String, final: Unicode.Scalar)? {
        index += 1
        var body = String.UnicodeScalarView()
        while index < bytes.count, bytes[index] != escape {
            let scalar = Unicode.Scalar(bytes[index])
            index += 1
            if (0x40...0x7E).contains(scalar.value) { return (String(body), scalar) }
            guard (0x20...0x3F).contains(scalar.value), body.count < 64 else { return nil }
            body.append(scalar)
            if isShort, !("0"..."9").contains(scalar), scalar != ";" { return nil }
        }
        return nil
    }

    /// The key of a control sequence. Source: XTerm Control Sequences, "PC-Style Function Keys"; fixterms for `u`.
    private static func key(of body: String, _ final: Unicode.Scalar) -> Key? {
        let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
        let modifiers = Key.Modifiers(
            rawValue: UInt8(clamping: max(0, (numbers.count > 1 ? numbers[1] ?? 1 : 1) - 1)) & 7)
        let named: [Unicode.Scalar: Key.Named] = [
            "A": .up, "B": .down, "C": .right, "D": .left, "H": .home, "F": .end, "M": .enter,
        ]
        if let key = named[final], final != "M" || body.isEmpty { return .named(key, modifiers) }
        if final == "Z" { return .named(.tab, .shift) }
        if let function = ["P", "Q", "R", "S"].firstIndex(of: final) { return .function(function + 1) }
        guard let number = numbers.first ?? nil else { return nil }
        if final == "u" { return key(ofScalar: number, modifiers) }
        guard final == "~" else { return nil }
        switch number {
        case 1, 7: return .named(.home, modifiers)
        case 2: return .named(.insert, modifiers)
        case 3: return .named(.delete, modifiers)
        case 4, 8: return .named(.end, modifiers)
        case 5: return .named(.pageUp, modifiers)
        case 6: return .named(.pageDown, modifiers)
        case 11...15: return .function(number - 10)
        case 17...21: return .function(number - 11)
        case 23...24: return .function(number - 12)
        default: return nil
        }
    }

    private static func key(ofScalar number: Int, _ modifiers: Key.Modifiers) -> Key? {
        guard let scalar = UInt32(exactly: number).flatMap(Unicode.Scalar.init) else { return nil }
        if modifiers.contains(.control), let last = Unicode.Scalar(scalar.value & 0x1F), scalar.isASCII {
            return key(of: last)
        }
        if modifiers.contains(.alt) { return .alt(Character(scalar)) }
        return key(of: scalar)
    }

    /// The key of a character that Esc came with: what terminals send for Alt.
    static func alt(_ scalar: Unicode.Scalar) -> Key {
        switch key(of: scalar) {
        case .named(let name, let modifiers)?: .named(name, modifiers.union(.alt))
        case .character(let character)?: .alt(character)
        case .control(let character)?: .controlAlt(character)
        case let other?: other
        case nil: .escape
        }
    }

    /// The key of a character by itself.
    static func key(of scalar: Unicode.Scalar) -> Key? {
        switch scalar.value {
        case 0x09: .tab
        case 0x0A, 0x0D: .enter
        case 0x1B: .escape
        case 0x08, 0x7F: .named(.backspace)
        case 0x00: .control("@")
        case 0x01...0x1A: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x60))))
        case 0x1C...0x1F: .control(Character(Unicode.Scalar(UInt8(scalar.value + 0x40))))
        case 0x80...0x9F: nil
        default: .character(Character(scalar))
        }
    }
}
