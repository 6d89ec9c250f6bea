/// Questions about the catalogue whose answers are shown together.
public struct CatalogQuery: Sendable, Equatable {
    /// What is asked for: `Relations`, `Table "public"."vessels"`.
    public var title: String
    /// The questions, to be asked in order.
    public var sections: [CatalogSection]
    /// What is to be said when no section has rows; nil where an empty list says it.
    public var absence: String?

    /// Puts both together.
    public init(title: String, sections: [CatalogSection], absence: String? = nil) {
        self.absence = absence
        self.title = title
        self.sections = sections
    }
}

/// One question about the catalogue.
public struct CatalogSection: Sendable, Equatable {
    /// The rows' heading.
    public var title: String
    /// One statement.
    public var sql: [UInt8]
    /// Rows to be shown; the statement answers at most one more, which says that there are more. Nil: the server cannot
    /// be told, and who reads stops by itself.
    public var limit: Int?
    /// Whether the server may refuse it, by its age or the user's rights, without that being worth a word.
    public var isOptional: Bool
    /// Whether it is shown without rows, too.
    public var showsWhenEmpty: Bool
    /// Whether its one row reads better as a line for each value.
    public var isRecord: Bool

    /// Sets every field.
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
