/// How a check ended.
public struct Check: Sendable, Equatable {
    /// What came of it.
    public enum Status: String, Sendable {
        case ok
        case warning
        case failed
        case skipped
    }

    /// Which check.
    public let name: CheckName
    /// What came of it.
    public let status: Status
    /// What was seen, one line.
    public let evidence: String
    /// How long it took.
    public let seconds: Double

    /// A check that has ended.
    public init(name: CheckName, status: Status, evidence: String, seconds: Double) {
        self.name = name
        self.status = status
        self.evidence = evidence
        self.seconds = seconds
    }
}
