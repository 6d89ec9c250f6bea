import Failures
import SQLWire
import TerminalUI

/// Quotes and unquotes names in statements.
enum Identifier {
    /// The name for a statement, quoted if necessary; nil when it is empty or contains characters that are unsafe for a
    /// terminal or the server.
    static func quoted(_ name: String, _ dialect: Dialect) -> String? {
        guard !name.isEmpty, name.utf8.count <= 256, name.unicodeScalars.allSatisfy(isPlain) else { return nil }
        return isBare(name, dialect) ? name : alwaysQuoted(name, dialect)
    }

    /// The quoted name; nil when it cannot be inserted.
    static func alwaysQuoted(_ name: String, _ dialect: Dialect) -> String? {
        guard !name.isEmpty, name.utf8.count <= 256, name.unicodeScalars.allSatisfy(isPlain) else { return nil }
        return Quoting.doubling(dialect == .mysql ? "`" : "\"", name)
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        !HarmlessText.isHarmful(scalar) && !HarmlessText.isSelector(scalar) && scalar != "\u{FFFD}"
            && scalar.properties.generalCategory != .privateUse
    }

    /// Whether the server reads the unquoted name as itself.
    static func isBare(_ name: String, _ dialect: Dialect) -> Bool {
        guard let first = name.utf8.first else { return false }
        let isPostgreSQL = dialect == .postgresql
        let isWord = name.utf8.allSatisfy { byte in
            // PostgreSQL folds capitals, and non-ASCII letters by the server's locale.
            let isLower = byte &- 97 < 26 || byte == 95
            let isUpper = byte &- 65 < 26
            return isLower || Byte.isDigit(byte) || isUpper && !isPostgreSQL
        }
        // MySQL accepts a leading digit, but `1e5` is a number.
        return isWord && !Byte.isDigit(first) && !Words.of(dialect).meaning(of: name).contains(.reserved)
    }

    /// The name that the server understands: unquoted, and in lower case if the server folds it.
    static func unquoted(_ written: some Collection<UInt8>, _ dialect: Dialect) -> String {
        guard let quote = written.first else { return "" }
        guard quote == Byte.doubleQuote || quote == Byte.backquote else {
            return String(decoding: dialect == .postgresql ? written.map(Byte.lowered) : Array(written), as: UTF8.self)
        }
        var name: [UInt8] = []
        var wasQuote = false
        for byte in written.dropFirst() {
            if byte == quote, !wasQuote {
                wasQuote = true
                continue
            }
            wasQuote = false
            name.append(byte)
        }
        return String(decoding: name, as: UTF8.self)
    }

    /// Decodes `U&"…"`: `\0061` and `\+000061` are characters.
    static func unescaped(_ text: String) -> String {
        var rest = text[...]
        var result = ""
        while let character = rest.popFirst() {
            guard character == "\\" else {
                result.append(character)
                continue
            }
            if rest.first == "\\" {
                result.append(rest.removeFirst())
                continue
            }
            let isLong = rest.first == "+"
            let digits = rest.dropFirst(isLong ? 1 : 0).prefix(isLong ? 6 : 4)
            guard let number = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(number) else {
                result.append(character)
                continue
            }
            rest = rest.dropFirst(digits.count + (isLong ? 1 : 0))
            result.append(Character(scalar))
        }
        return result
    }
}
