public import SQLCore

/// How `csv` tells NULL and the empty text apart. psql does not, so what it writes cannot be read back.
public struct CSVChoice: Sendable, Equatable {
    /// What stands for NULL, without quotes; a value that reads the same is quoted.
    public var null: [UInt8]
    /// Whether the empty text is written `""`.
    public var quotesEmpty: Bool

    /// Nothing for both, as psql has it, unless said otherwise.
    public init(null: [UInt8] = [], quotesEmpty: Bool = false) {
        self.null = null
        self.quotesEmpty = quotesEmpty
    }

    /// NULL is nothing and the empty text is `""`: `COPY ... FROM ... CSV` reads back what was written.
    public static let readable = CSVChoice(quotesEmpty: true)

    /// What the server's own command reads back: `COPY ... CSV`, or LOAD DATA with fields optionally enclosed by `"` and
    /// escaped by nothing, for which the word NULL stands for NULL.
    public static func loadable(_ dialect: Dialect) -> CSVChoice {
        dialect == .postgresql ? .readable : CSVChoice(null: Array("NULL".utf8))
    }

    /// Why a text cannot stand for NULL; nil if it can.
    public static func problem(withNull text: String) -> String? {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return nil }
        return "it has a comma, a quote or a line's end in it, which mean something else in CSV"
    }
}
