public import Failures

/// What the checks of one cluster's login have found.
public struct DoctorReport: Sendable, Equatable {
    /// The cluster's name, or its endpoint where it is in no file.
    public let cluster: String
    /// In order.
    public private(set) var checks: [Check] = []
    /// Why the login fails; nil where it works, and where that is not known.
    public private(set) var cause: Cause?
    /// What to type or to change, the most likely first.
    public private(set) var advice: [String] = []
    /// What a login ends with.
    public private(set) var exit = ExitStatus.done
    /// The first check that failed.
    public private(set) var failed: CheckName?

    /// A report without checks.
    public init(cluster: String) {
        self.cluster = cluster
    }

    /// Whether nothing was found that keeps a login from working.
    public var isHealthy: Bool { failed == nil }

    /// Adds what a check has found. The first failure decides; what later checks know better about it replaces its cause.
    public mutating func add(_ finding: Finding, of name: CheckName, seconds: Double) -> Check {
        let check = Check(name: name, status: finding.status, evidence: finding.evidence, seconds: seconds)
        checks.append(check)
        switch finding.status {
        case .failed where failed == nil:
            failed = name
            cause = finding.cause
            exit = finding.exit
            advice = finding.advice + advice
        case .failed, .warning:
            // A log line of the server's tells more than the refusal that the client saw.
            if failed != nil, name > .login, let known = finding.cause {
                cause = known
                advice = finding.advice + advice
            } else {
                advice += finding.advice
            }
        case .ok, .skipped: advice += finding.advice
        }
        var seen: Set<String> = []
        advice = advice.filter { seen.insert($0).inserted }
        return check
    }
}
