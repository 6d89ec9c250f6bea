public import SQLWire

/// How `csv` distinguishes NULL from the empty text. psql does not distinguish them, so its output cannot be read back.
public struct CSVChoice: Sendable, Equatable {
    /// The text for NULL, without quotes; an equal value is quoted.
    public var null: [UInt8]
    /// Whether the empty text is written as `""`.
    public var quotesEmpty: Bool

    /// The default is psql's: nothing for both.
    public init(null: [UInt8] = [], quotesEmpty: Bool = false) {
        self.null = null
        self.quotesEmpty = quotesEmpty
    }

    /// NULL is nothing and the empty text is `""`: `COPY ... FROM ... CSV` reads it back.
    public static let readable = CSVChoice(quotesEmpty: true)

    /// The choice that the server's own command reads back: `COPY ... CSV`, or LOAD DATA with fields optionally
    /// enclosed by `"` and without escapes, for which the word NULL means NULL.
    public static func loadable(_ dialect: Dialect) -> CSVChoice {
        dialect == .postgresql ? .readable : CSVChoice(null: Array("NULL".utf8))
    }

    /// Why a text cannot represent NULL; nil if it can.
    public static func problem(withNull text: String) -> String? {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return nil }
        return "it has a comma, a quote or a line's end in it, which mean something else in CSV"
    }
}
