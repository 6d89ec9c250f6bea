/// A piece of what a statement brings.
public enum ResultEvent: Sendable {
    /// A result with rows begins.
    case columns([Column])
    /// More of its rows.
    case rows(RowBatch)
    /// A statement is done, its result complete.
    case complete(Completion)
    /// Bytes of a `COPY … TO STDOUT`.
    case data([UInt8])
    /// The server remarks something.
    case notice(ServerMessage)
    /// The server refused the statement, or ended it; what came before stands.
    case failed(ServerMessage)
}

/// How a statement was done.
public struct Completion: Sendable, Equatable {
    /// PostgreSQL's word for it, `INSERT 0 1`; empty where the server has none.
    public var tag: String
    /// Rows returned or changed, where the server counts them.
    public var rows: UInt64?
    /// Whether it returned rows.
    public var hasColumns: Bool
    /// MySQL's count of warnings.
    public var warnings: Int
    /// MySQL's remark, `Rows matched: 1  Changed: 1  Warnings: 0`.
    public var remark: String?

    /// A completion of its parts.
    public init(tag: String, rows: UInt64?, hasColumns: Bool, warnings: Int = 0, remark: String? = nil) {
        self.tag = tag
        self.rows = rows
        self.hasColumns = hasColumns
        self.warnings = warnings
        self.remark = remark
    }

    /// Whether rows were changed and came of RETURNING; psql tells the tag after those.
    public var returnsChanges: Bool {
        hasColumns && ["INSERT ", "UPDATE ", "DELETE ", "MERGE "].contains(where: tag.hasPrefix)
    }
}
