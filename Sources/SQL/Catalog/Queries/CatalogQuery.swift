/// Catalogue queries whose answers are shown together.
public struct CatalogQuery: Sendable, Equatable {
    /// The title: `Relations`, `Table "public"."vessels"`.
    public var title: String
    /// The queries in order.
    public var sections: [CatalogSection]
    /// The message when no section has rows; nil if an empty list is enough.
    public var absence: String?

    public init(title: String, sections: [CatalogSection], absence: String? = nil) {
        self.absence = absence
        self.title = title
        self.sections = sections
    }
}

/// One catalogue query.
public struct CatalogSection: Sendable, Equatable {
    /// The heading of the rows.
    public var title: String
    /// One statement.
    public var sql: [UInt8]
    /// The maximum number of rows; the statement returns at most one more, which means that there are more. Nil: the
    /// statement has no limit, so the reader must stop by itself.
    public var limit: Int?
    /// Whether to ignore a refusal by an old server, or for lack of rights.
    public var isOptional: Bool
    /// Whether to show the section without rows.
    public var showsWhenEmpty: Bool
    /// Whether its one row is shown with a line for each value.
    public var isRecord: Bool

    public init(
        title: String, sql: [UInt8], limit: Int?, isOptional: Bool = false, showsWhenEmpty: Bool = false,
        isRecord: Bool = false
    ) {
        self.title = title
        self.sql = sql
        self.limit = limit
        self.isOptional = isOptional
        self.showsWhenEmpty = showsWhenEmpty
        self.isRecord = isRecord
    }
}
