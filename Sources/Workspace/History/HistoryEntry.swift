public import Timestamps

/// A statement that was run.
public struct HistoryEntry: Sendable, Equatable {
    /// Its text, as it was typed.
    public var statement: String
    /// The name of the cluster it was run on.
    public var cluster: String
    /// When it was run.
    public var time: Timestamp
    /// Whether the server did it; nil where that was not known.
    public var succeeded: Bool?

    /// Sets every field.
    public init(statement: String, cluster: String, time: Timestamp, succeeded: Bool? = nil) {
        self.statement = statement
        self.cluster = cluster
        self.time = time
        self.succeeded = succeeded
    }
}
