/// SQL for PostgreSQL without unquoted input, safe against objects that hide those of `pg_catalog`.
///
/// An operator between two spaces in the literal parts is written as `pg_catalog`'s own, because the search path may
/// contain another one. All such operators have the same precedence, so use parentheses. Do not use `IN`, `CASE …
/// WHEN`, `BETWEEN` and `LIKE`: they also search their operators in the search path. Every interpolated text becomes a
/// string literal.
struct PostgreSQLText: ExpressibleByStringInterpolation, Sendable, Equatable {
    let text: String

    /// The SQL in the form that a session sends.
    var bytes: [UInt8] { Array(text.utf8) }

    init(stringLiteral value: String) {
        text = Self.qualified(value)
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) {
            text += qualified(literal)
        }

        /// A string literal.
        mutating func appendInterpolation(_ value: String) {
            text += quoted(value)
        }

        /// SQL that was composed before.
        mutating func appendInterpolation(_ sql: PostgreSQLText) {
            text += sql.text
        }

        /// A number.
        mutating func appendInterpolation(_ number: Int) {
            text += String(number)
        }

        /// An array of letters, as in `pg_class.relkind`.
        mutating func appendInterpolation(letters: String) {
            text += "ARRAY[" + letters.map { quoted(String($0)) }.joined(separator: ",") + "]::pg_catalog.\"char\"[]"
        }
    }

    /// A string literal with the same meaning for `standard_conforming_strings` on and off. A NUL, which no text on the
    /// server contains, is removed.
    static func quoted(_ value: String) -> String {
        let hasBackslash = value.utf8.contains(UInt8(ascii: "\\"))
        var result = hasBackslash ? "E'" : "'"
        for scalar in value.unicodeScalars where scalar != "\0" {
            if scalar == "'" || scalar == "\\" { result.unicodeScalars.append(scalar) }
            result.unicodeScalars.append(scalar)
        }
        return result + "'"
    }

    private static let operators: Set<Substring> = [
        "=", "<>", "<", ">", "<=", ">=", "+", "-", "||", "~", "!~", "~~", "->>",
    ]

    private static func qualified(_ literal: String) -> String {
        literal.split(separator: " ", omittingEmptySubsequences: false).map { word in
            operators.contains(word) ? "OPERATOR(pg_catalog.\(word))" : String(word)
        }.joined(separator: " ")
    }
}

extension [PostgreSQLText] {
    func joined(separator: PostgreSQLText) -> PostgreSQLText {
        guard let first else { return "" }
        return dropFirst().reduce(first) { "\($0)\(separator)\($1)" }
    }
}
