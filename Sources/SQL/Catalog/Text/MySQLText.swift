/// SQL for MySQL and MariaDB without unquoted input: every interpolated text becomes a string literal.
struct MySQLText: ExpressibleByStringInterpolation, Sendable, Equatable {
    let text: String

    /// The SQL in the form that a session sends.
    var bytes: [UInt8] { Array(text.utf8) }

    init(stringLiteral value: String) {
        text = value
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    private init(unchecked text: String) {
        self.text = text
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        /// A string literal.
        mutating func appendInterpolation(_ value: String) {
            text += quoted(value)
        }

        /// A name in backquotes.
        mutating func appendInterpolation(name: String) {
            text += identifier(name)
        }

        /// A number as text: only its digits and points are used.
        mutating func appendInterpolation(digits value: String) {
            text += value.filter { $0.isASCII && $0.isNumber || $0 == "." }
        }

        /// SQL that was composed before.
        mutating func appendInterpolation(_ sql: MySQLText) {
            text += sql.text
        }

        /// A number.
        mutating func appendInterpolation(_ number: Int) {
            text += String(number)
        }
    }

    /// `SELECT` and the rest, with a time limit, because the server may have to open every table. MySQL applies the
    /// hint and treats the first comment as a comment; MariaDB does the opposite.
    static func bounded(_ rest: MySQLText, seconds: Int = 10) -> MySQLText {
        MySQLText(
            unchecked: "/*M! SET STATEMENT max_statement_time=\(seconds) FOR */ "
                + "SELECT /*+ MAX_EXECUTION_TIME(\(seconds * 1_000)) */ \(rest.text)")
    }

    /// A string literal with the same meaning in every `sql_mode` and connection character set: hexadecimal unless it
    /// is plain.
    static func quoted(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "'") && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "*")
        }
        guard !isPlain else { return "'\(value)'" }
        let digits = value.utf8.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }
        return "_utf8mb4 X'\(digits.joined())'"
    }

    /// A name in backquotes; backquotes in it are doubled. A NUL, which no name contains, is removed.
    static func identifier(_ name: String) -> String {
        var result = "`"
        for scalar in name.unicodeScalars where scalar != "\0" {
            if scalar == "`" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar)
        }
        return result + "`"
    }
}

extension [MySQLText] {
    func joined(separator: MySQLText) -> MySQLText {
        guard let first else { return "" }
        return dropFirst().reduce(first) { "\($0)\(separator)\($1)" }
    }
}
