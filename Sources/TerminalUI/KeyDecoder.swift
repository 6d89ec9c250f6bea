/// Makes keys of the characters that a terminal sends: of sequences that its description does not know, and of pasted
/// text. An unknown sequence is swallowed whole, so that its last characters are not taken for keys.
public struct KeyDecoder: Sendable {
    /// Text between the brackets of a paste; nil outside.
    private var pasted: String?
    /// The beginning of what may be the closing bracket, cut off by the end of what came.
    private var rest: [Unicode.Scalar] = []
    /// Whether the last scalar of the paste was a carriage return.
    private var followsReturn = false
    private static let closing: [Unicode.Scalar] = ["\u{1B}", "[", "2", "0", "1", "~"]
    /// The most scalars of a paste that are kept.
    private static let longestPaste = 1 << 20

    /// A decoder of a fresh stream.
    public init() {}

    /// Whether a paste has begun whose end has not come yet.
    public var isPasting: Bool { pasted != nil }

    /// Decodes what came at once.
    public mutating func decode(_ arrived: [Unicode.Scalar]) -> [Input] {
        let scalars = rest + arrived
        rest = []
        var result: [Input] = []
        var index = 0
        while index < scalars.count {
            if pasted != nil {
                if let text = takePasted(scalars, &index) { result.append(.paste(text)) }
                continue
            }
            let scalar = scalars[index]
            guard scalar == "\u{1B}" else {
                index += 1
                if let key = Self.key(of: scalar) { result.append(.key(key)) }
                continue
            }
            index += 1
            guard index < scalars.count, scalars[index] != "\u{1B}" else {
                result.append(.key(.escape))
                continue
            }
            guard scalars[index] == "[" || scalars[index] == "O" && index + 1 < scalars.count else {
                result.append(.key(Self.alt(scalars[index])))
                index += 1
                continue
            }
            let isShort = scalars[index] == "O"
            let parameters = Self.sequence(scalars, &index, isShort: isShort)
            guard let (body, final) = parameters else { continue }
            if final == "~", body == "200" {
                pasted = ""
            } else if let key = Self.key(of: body, final) {
                result.append(.key(key))
            }
        }
        return result
    }

    /// Takes pasted text up to the closing bracket; answers it all once that has come.
    private mutating func takePasted(_ scalars: [Unicode.Scalar], _ index: inout Int) -> String? {
        var text = pasted ?? ""
        var room = Self.longestPaste - text.unicodeScalars.count
        while index < scalars.count {
            if scalars[index] == "\u{1B}" {
                let ahead = scalars[index...].prefix(Self.closing.count)
                if ahead.elementsEqual(Self.closing) {
                    index += ahead.count
                    pasted = nil
                    return text
                }
                if ahead.elementsEqual(Self.closing.prefix(ahead.count)) {
                    rest = Array(ahead)
                    index = scalars.count
                    break
                }
            }
            // A line's end is one, however it is written.
            let isSecondHalf = scalars[index] == "\n" && followsReturn
            followsReturn = scalars[index] == "\r"
            if room > 0, !isSecondHalf { text.unicodeScalars.append(followsReturn ? "\n" : scalars[index]) }
            room -= 1
            index += 1
        }
        pasted = text
        return nil
    }

    /// Parameters and final character of a control sequence that begins at `index`; nil when it does not end.
    /// Source: ECMA-48, 5.4.
    private static func sequence(
        _ scalars: [Unicode.Scalar], _ index: inout Int, isShort: Bool
    ) -> (body: String, final: Unicode.Scalar)? {
        index += 1
        var body = String.UnicodeScalarView()
        while index < scalars.count {
            let scalar = scalars[index]
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
        // Alt with Ctrl has no name of its own.
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
