public import Failures

/// The observation of one check.
public struct Finding: Sendable, Equatable {
    /// What came of it.
    public var status: Check.Status
    /// The observation, in one line.
    public var evidence: String
    /// The cause of a failed login, where it is known.
    public var cause: Cause?
    /// Actions for the user, one a line.
    public var advice: [String]
    /// The exit status of a login with this finding.
    public var exit: ExitStatus

    public init(
        _ status: Check.Status, _ evidence: String, cause: Cause? = nil, advice: [String] = [],
        exit: ExitStatus = .done
    ) {
        self.status = status
        self.evidence = evidence
        self.cause = cause
        self.advice = advice
        self.exit = exit
    }

    /// Nothing here prevents a login.
    public static func ok(_ evidence: String) -> Finding { Finding(.ok, evidence) }

    /// The check was not run; `evidence` contains the reason.
    public static func skipped(_ evidence: String) -> Finding { Finding(.skipped, evidence) }

    /// A problem that does not necessarily prevent a login.
    public static func warning(_ evidence: String, advice: [String] = []) -> Finding {
        Finding(.warning, evidence, advice: advice)
    }

    /// A problem that prevents a login.
    public static func failed(
        _ evidence: String, _ cause: Cause?, advice: [String], exit: ExitStatus
    ) -> Finding {
        Finding(.failed, evidence, cause: cause, advice: advice, exit: exit)
    }

    /// An error that prevents a login.
    public static func failed(_ failure: Failure, cause: Cause? = nil) -> Finding {
        let evidence = failure.explained
        return Finding(
            .failed, evidence, cause: failure.cause ?? cause, advice: failure.next.map { [$0] } ?? [],
            exit: failure.status)
    }
}
