public import Failures

/// What a check has found, before anything is concluded from it.
public struct Finding: Sendable, Equatable {
    /// What came of it.
    public var status: Check.Status
    /// What was seen, one line.
    public var evidence: String
    /// Why a login fails because of it, where that is known.
    public var cause: Cause?
    /// What to type or to change, each a line.
    public var advice: [String]
    /// What a login ends with because of it.
    public var exit: ExitStatus

    /// A finding of its parts.
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

    /// Nothing stands against a login.
    public static func ok(_ evidence: String) -> Finding { Finding(.ok, evidence) }

    /// The check was not made; why.
    public static func skipped(_ evidence: String) -> Finding { Finding(.skipped, evidence) }

    /// Something that need not keep a login from working.
    public static func warning(_ evidence: String, advice: [String] = []) -> Finding {
        Finding(.warning, evidence, advice: advice)
    }

    /// A login fails because of this.
    public static func failed(
        _ evidence: String, _ cause: Cause?, advice: [String], exit: ExitStatus
    ) -> Finding {
        Finding(.failed, evidence, cause: cause, advice: advice, exit: exit)
    }

    /// A login fails with this error.
    public static func failed(_ failure: Failure, cause: Cause? = nil) -> Finding {
        let evidence = failure.what + (failure.why.map { ": \($0)" } ?? "")
        return Finding(
            .failed, evidence, cause: failure.cause ?? cause, advice: failure.next.map { [$0] } ?? [],
            exit: failure.status)
    }
}
