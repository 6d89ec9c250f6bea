/// An error as a user meets it: what failed, why, and what to type next.
///
/// No part ever holds a secret. Parts may hold text that came from a file or a server; whoever prints them makes that
/// text harmless first.
public struct Failure: Error, Sendable, Equatable {
    /// The exit code a command ends with because of it.
    public let status: ExitStatus
    /// What failed, one line without a full stop.
    public let what: String
    /// The cause, one line, where it is known.
    public let why: String?
    /// What to type or change next, one line, where something helps.
    public let next: String?

    /// Makes an error of its four parts.
    public init(_ status: ExitStatus, _ what: String, why: String? = nil, next: String? = nil) {
        self.status = status
        self.what = what
        self.why = why
        self.next = next
    }

    /// The same error with other advice.
    public func advising(_ next: String) -> Failure {
        Failure(status, what, why: why, next: next)
    }
}
