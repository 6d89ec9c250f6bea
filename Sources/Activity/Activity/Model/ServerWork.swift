/// How far a long command of a server is: a vacuum, the build of an index, COPY, ANALYZE.
public struct CommandProgress: Sendable, Equatable {
    /// The session that runs it.
    public var pid: UInt64
    /// `VACUUM`, `CREATE INDEX`...
    public var command: String
    /// The table that it works on.
    public var target: String?
    /// What it does now, in the server's words.
    public var phase: String
    /// Blocks, bytes or rows that are done; nil where the server does not say.
    public var done: UInt64?
    /// The same of all; 0 or nil where the server does not say.
    public var total: UInt64?

    /// The part that is done, from 0 to 1; nil where it is not known.
    public var part: Double? {
        guard let done, let total, total > 0 else { return nil }
        return min(1, Double(done) / Double(total))
    }
}

/// What a kind of statement has cost since statistics began.
public struct StatementCost: Sendable, Equatable {
    /// Tells the statement from others on the server.
    public var identifier: String
    /// Its text without its values.
    public var query: String
    /// How often it ran.
    public var calls: UInt64
    /// Seconds that all its runs took.
    public var seconds: Double
    /// Rows that it returned or changed.
    public var rows: UInt64
}

/// More that a sample can hold, at the price of more queries.
public enum SampleDetail: Sendable, Hashable {
    /// How far long commands are.
    case progress
    /// What statements cost.
    case statements
}
