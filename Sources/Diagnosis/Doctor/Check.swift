/// A finished check and its result.
public struct Check: Sendable, Equatable {
    /// The result.
    public enum Status: String, Sendable {
        case ok
        case warning
        case failed
        case skipped
    }

    /// The check's name.
    public let name: CheckName
    /// The result.
    public let status: Status
    /// The observation, in one line.
    public let evidence: String
    /// The duration in seconds.
    public let seconds: Double

    public init(name: CheckName, status: Status, evidence: String, seconds: Double) {
        self.name = name
        self.status = status
        self.evidence = evidence
        self.seconds = seconds
    }
}
