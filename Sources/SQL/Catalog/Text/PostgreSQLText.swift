/// SQL for PostgreSQL in which nothing is hijacked and nothing gets in unquoted.
///
/// In what is written literally, an operator between two spaces is written out as `pg_catalog`'s own, for a search path may
/// offer another one. All of these bind alike, so what is meant to bind less tightly stands in parentheses. `IN`,
/// `CASE … WHEN`, `BETWEEN` and `LIKE` look their operators up by the search path, too, and are not to be used. Every
/// text that is interpolated becomes a string literal.
struct PostgreSQLText: ExpressibleByStringInterpolation, Sendable, Equatable {
    /// The SQL.
    let text: String

    /// The SQL as a session takes it.
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

        /// SQL that was put together before.
        mutating func appendInterpolation(_ sql: PostgreSQLText) {
            text += sql.text
        }

        /// A number.
        mutating func appendInterpolation(_ number: Int) {
            text += String(number)
        }

        /// An array of the letters that `pg_class.relkind` and the like have.
        mutating func appendInterpolation(letters: String) {
            text += "ARRAY[" + letters.map { quoted(String($0)) }.joined(separator: ",") + "]::pg_catalog.\"char\"[]"
        }
    }

    /// A string literal that means the same with `standard_conforming_strings` on and off. A NUL, which no text on the
    /// server has, is left out.
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
