public import Timestamps

/// A statement that was run.
public struct HistoryEntry: Sendable, Equatable {
    /// Its text as typed.
    public var statement: String
    /// The name of the cluster.
    public var cluster: String
    /// The time of the run.
    public var time: Timestamp
    /// Whether it succeeded; nil when unknown.
    public var succeeded: Bool?

    public init(statement: String, cluster: String, time: Timestamp, succeeded: Bool? = nil) {
        self.statement = statement
        self.cluster = cluster
        self.time = time
        self.succeeded = succeeded
    }
}
