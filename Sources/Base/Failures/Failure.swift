/// An error as a user sees it: what failed, why, and what to type next.
///
/// No part ever holds a secret. Parts may hold text from a file or a server; the code that prints them must pass them
/// through `HarmlessText`.
public struct Failure: Error, Sendable, Equatable {
    /// The exit code of a command that fails with this error.
    public let status: ExitStatus
    /// What failed, in one line without a full stop.
    public let what: String
    /// The cause, in one line, if it is known.
    public let why: String?
    /// What to type or change next, in one line, if anything helps.
    public let next: String?
    /// The cause of the failed login, if the error is about a login and the cause is known.
    public let cause: Cause?
    /// The advice of `next`, for a screen that has a key for it.
    public let advice: Advice?

    public init(
        _ status: ExitStatus, _ what: String, why: String? = nil, next: String? = nil,
        cause: Cause? = nil, advice: Advice? = nil
    ) {
        self.status = status
        self.what = what
        self.why = why
        self.next = next
        self.cause = cause
        self.advice = advice
    }

    /// An error whose cause must be removed before the command is repeated.
    public init(
        _ status: ExitStatus, _ what: String, why: String? = nil, repeatAfter first: String, cause: Cause? = nil
    ) {
        self.init(
            status, what, why: why, next: first + ", then repeat the command", cause: cause,
            advice: .repeatAfter(first))
    }

    /// The same error with a cause.
    public func because(of cause: Cause?) -> Failure {
        Failure(status, what, why: why, next: next, cause: cause ?? self.cause, advice: advice)
    }

    /// The same error with other advice.
    public func advising(_ next: String) -> Failure {
        Failure(status, what, why: why, next: next, cause: cause)
    }
}
