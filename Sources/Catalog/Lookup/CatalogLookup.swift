public import SQLCore

/// Names for completion, asked of the server.
public enum CatalogLookup {
    /// Names that an answer has at most.
    public static let limit = 1_000

    /// The statement that asks for them.
    public static func query(for need: SchemaNeed, dialect: Dialect) -> [UInt8] { [] }
}

extension SchemaNames {
    /// Takes the answer to `CatalogLookup.query(for: need)` in; what was known under the same need before is replaced,
    /// names with another prefix stay.
    public mutating func take(_ need: SchemaNeed, rows: [[String?]]) {}
}
