public import SQLWire

/// The words after a backslash command, unquoted by psql's rules.
///
/// The double quotes of names stay, because patterns distinguish quoted names; on MySQL backquotes stay, too.
public struct CommandWords: Sendable, Equatable {
    public private(set) var texts: [String] = []
    private var isQuoted: [Bool] = []

    /// One word, unprocessed.
    public init(_ word: String) {
        texts = [word]
        isQuoted = [false]
    }

    /// Splits a line into words.
    ///
    /// - Parameter variables: psql variables to substitute outside of quotes.
    /// - Returns: nil if a word contains psql's backquotes, which would run a shell.
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

    /// The text that `\echo` prints, and whether it ends the line: not with `-n` as the first word.
    public var echo: (text: String, endsLine: Bool) {
        let omitsLineFeed = texts.first == "-n" && isQuoted.first == false
        return (texts.dropFirst(omitsLineFeed ? 1 : 0).joined(separator: " "), !omitsLineFeed)
    }

    /// The value of a variable reference and the length of the reference, which stays if the variable is not set.
    private static func value(
        at rest: ArraySlice<UInt8>, _ variables: ScriptVariables
    ) -> (value: [UInt8], length: Int)? {
        let found = rest.withUnsafeBufferPointer { VariableReference.at(0, in: $0, isWhole: true) }
        guard case .reference(let range, let form)? = found else { return nil }
        let reference = rest.prefix(range.count)
        let value = variables.written(VariableReference.name(reference, form), as: form)
        return (value ?? Array(reference), range.count)
    }

    /// Consumes a string up to and including its closing quote.
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
