/// The progress of a long command: a vacuum, an index build, COPY, ANALYZE.
public struct CommandProgress: Sendable, Equatable {
    /// The session that runs the command.
    public var pid: UInt64
    /// For instance `VACUUM` or `CREATE INDEX`.
    public var command: String
    /// The table of the command.
    public var target: String?
    /// The current phase, as the server names it.
    public var phase: String
    /// The number of finished blocks, bytes or rows; nil where the server does not report it.
    public var done: UInt64?
    /// The total number; 0 or nil where the server does not report it.
    public var total: UInt64?

    /// The finished fraction, from 0 to 1; nil where it is unknown.
    public var part: Double? {
        guard let done, let total, total > 0 else { return nil }
        return min(1, Double(done) / Double(total))
    }
}

/// The total cost of a kind of statement since the statistics began.
public struct StatementCost: Sendable, Equatable {
    /// Identifies the statement on the server.
    public var identifier: String
    /// The text without its values.
    public var query: String
    /// The number of executions.
    public var calls: UInt64
    /// The total time of all executions in seconds.
    public var seconds: Double
    /// The number of returned or changed rows.
    public var rows: UInt64
}

/// Further parts of a sample, which need further queries.
public enum SampleDetail: Sendable, Hashable {
    /// The progress of long commands.
    case progress
    /// The cost of statements.
    case statements
}
