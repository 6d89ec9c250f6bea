/// The words behind a backslash command, their quotes taken off as psql takes them off.
///
/// The double quotes of names stay, for patterns tell a quoted name from others; on MySQL so do backquotes.
public struct CommandWords: Sendable, Equatable {
    /// The words.
    public private(set) var texts: [String] = []
    private var isQuoted: [Bool] = []

    /// One word, as it is.
    public init(_ word: String) {
        texts = [word]
        isQuoted = [false]
    }

    /// The words of a line.
    ///
    /// - Parameter variables: What is put in where psql's variables are meant, which is outside of quotes.
    /// - Returns: nil if a shell would have to be asked for one, which is what psql's backquotes ask for.
    ///   Source: psqlscanslash.l.
    public init?(_ line: [UInt8], _ dialect: Dialect, variables: ScriptVariables? = nil) {
        var rest = line[...]
        while true {
            rest = rest.drop(while: Self.isSpace)
            guard !rest.isEmpty else { return }
            var word: [UInt8] = []
            var hasQuotes = false
            while let byte = rest.first, !Self.isSpace(byte) {
                if byte == Byte.colon, let variables, let (value, length) = Self.value(at: rest, variables) {
                    word += value
                    rest = rest.dropFirst(length)
                    continue
                }
                rest.removeFirst()
                switch byte {
                case UInt8(ascii: "'"):
                    hasQuotes = true
                    word += Self.string(&rest)
                case UInt8(ascii: "`") where dialect == .postgresql: return nil
                case UInt8(ascii: "\""), UInt8(ascii: "`"):
                    // The quotes of a name stay, and so do the blanks in it.
                    hasQuotes = true
                    let name = rest.prefix { $0 != byte }
                    word += [byte] + name + [byte]
                    rest = rest.dropFirst(name.count + 1)
                default: word.append(byte)
                }
            }
            texts.append(String(decoding: word, as: UTF8.self))
            isQuoted.append(hasQuotes)
        }
    }

    /// What `\echo` shows of them, and whether it ends the line: `-n` as the first word says no.
    public var echo: (text: String, endsLine: Bool) {
        let omitsLineFeed = texts.first == "-n" && isQuoted.first == false
        return (texts.dropFirst(omitsLineFeed ? 1 : 0).joined(separator: " "), !omitsLineFeed)
    }

    /// What goes where a variable is meant, and the length of what stands there, which stays if there is none.
    private static func value(
        at rest: ArraySlice<UInt8>, _ variables: ScriptVariables
    ) -> (value: [UInt8], length: Int)? {
        let found = rest.withUnsafeBufferPointer { VariableReference.at(0, in: $0, isWhole: true) }
        guard case .reference(let range, let form)? = found else { return nil }
        let reference = rest.prefix(range.count)
        let value = variables.written(VariableReference.name(reference, form), as: form)
        return (value ?? Array(reference), range.count)
    }

    /// What stands up to the closing quote, which is taken off with it.
    private static func string(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "'") {
                guard rest.first == byte else { break }
                rest.removeFirst()
                text.append(byte)
            } else if byte == UInt8(ascii: "\\"), let letter = rest.popFirst() {
                text.append(escape(letter, &rest))
            } else {
                text.append(byte)
            }
        }
        return text
    }

    private static func escape(_ letter: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt8 {
        switch letter {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            return digits([letter] + taken(&rest, atMost: 2) { 0x30...0x37 ~= $0 }, radix: 8)
        case UInt8(ascii: "x"):
            let code = taken(&rest, atMost: 2) { Character(Unicode.Scalar($0)).isHexDigit }
            return code.isEmpty ? letter : digits(code, radix: 16)
        default: return letter
        }
    }

    private static func taken(
        _ rest: inout ArraySlice<UInt8>, atMost count: Int, while isDigit: (UInt8) -> Bool
    ) -> [UInt8] {
        let taken = rest.prefix(count).prefix(while: isDigit)
        rest = rest.dropFirst(taken.count)
        return Array(taken)
    }

    private static func digits(_ digits: [UInt8], radix: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: Int(String(decoding: digits, as: UTF8.self), radix: radix) ?? 0)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte &- 9 < 5
    }
}
