/// SQL for MySQL and MariaDB in which nothing gets in unquoted. Every text that is interpolated becomes a string literal.
struct MySQLText: ExpressibleByStringInterpolation, Sendable, Equatable {
    /// The SQL.
    let text: String

    /// The SQL as a session takes it.
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

        /// A number that is written already: of any other text only the digits and points are taken.
        mutating func appendInterpolation(digits value: String) {
            text += value.filter { $0.isASCII && $0.isNumber || $0 == "." }
        }

        /// SQL that was put together before.
        mutating func appendInterpolation(_ sql: MySQLText) {
            text += sql.text
        }

        /// A number.
        mutating func appendInterpolation(_ number: Int) {
            text += String(number)
        }
    }

    /// `SELECT` and what follows, given up by the server after some seconds, for it may have to open every table. MySQL
    /// reads the hint and takes the first comment for one; MariaDB does it the other way round.
    static func bounded(_ rest: MySQLText, seconds: Int = 10) -> MySQLText {
        MySQLText(
            unchecked: "/*M! SET STATEMENT max_statement_time=\(seconds) FOR */ "
                + "SELECT /*+ MAX_EXECUTION_TIME(\(seconds * 1_000)) */ \(rest.text)")
    }

    /// A string literal that means the same in every `sql_mode` and every character set of the connection: in
    /// hexadecimal unless it is plain.
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

    /// A name in backquotes, which are doubled within. A NUL, which no name has, is left out.
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
