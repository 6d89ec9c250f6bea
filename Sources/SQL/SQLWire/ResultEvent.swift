/// A part of a statement's result.
public enum ResultEvent: Sendable {
    /// Begins a result with rows.
    case columns([Column])
    /// More of its rows.
    case rows(RowBatch)
    /// The statement has succeeded and its result is complete.
    case complete(Completion)
    /// Bytes of a `COPY … TO STDOUT`.
    case data([UInt8])
    /// A notice of the server.
    case notice(ServerMessage)
    /// The server rejected or aborted the statement; earlier events remain valid.
    case failed(ServerMessage)
}

/// The outcome of a successful statement.
public struct Completion: Sendable, Equatable {
    /// PostgreSQL's command tag, `INSERT 0 1`; empty on MySQL.
    public var tag: String
    /// The number of returned or changed rows, if the server counts them.
    public var rows: UInt64?
    /// Whether it returned rows.
    public var hasColumns: Bool
    /// MySQL's number of warnings.
    public var warnings: Int
    /// MySQL's info text, `Rows matched: 1  Changed: 1  Warnings: 0`.
    public var remark: String?

    public init(tag: String, rows: UInt64?, hasColumns: Bool, warnings: Int = 0, remark: String? = nil) {
        self.tag = tag
        self.rows = rows
        self.hasColumns = hasColumns
        self.warnings = warnings
        self.remark = remark
    }

    /// Whether RETURNING returned changed rows; psql prints the tag after those.
    public var returnsChanges: Bool {
        hasColumns && ["INSERT ", "UPDATE ", "DELETE ", "MERGE "].contains(where: tag.hasPrefix)
    }
}
