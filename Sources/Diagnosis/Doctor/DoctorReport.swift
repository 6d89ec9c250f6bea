public import Failures

/// The results of the checks of one cluster's login.
public struct DoctorReport: Sendable, Equatable {
    /// The cluster's name, or its endpoint where no file contains it.
    public let cluster: String
    /// The finished checks in order.
    public private(set) var checks: [Check] = []
    /// The cause of the failure; nil where the login works or the cause is unknown.
    public private(set) var cause: Cause?
    /// Actions for the user, the most likely first.
    public private(set) var advice: [String] = []
    /// The exit status of a login.
    public private(set) var exit = ExitStatus.done
    /// The first check that failed.
    public private(set) var failed: CheckName?

    public init(cluster: String) {
        self.cluster = cluster
    }

    /// Whether no check has failed.
    public var isHealthy: Bool { failed == nil }

    /// Adds the result of a check. The first failure counts; a later check may replace its cause by a more precise one.
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
            // A line in the server's log is more precise than the error that the client received.
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
