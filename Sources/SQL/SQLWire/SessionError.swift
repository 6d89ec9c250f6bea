public import Failures

/// Why a session could not be opened, or why it is lost.
public struct SessionError: Error, Sendable, Equatable {
    /// The kinds that programs handle differently.
    public enum Kind: Sendable, Equatable {
        /// The server does not answer.
        case unreachable
        /// The peer did not prove that it is the server; no token was sent.
        case untrusted
        /// The server rejected the login.
        case refused
        /// The session was open and is lost.
        case lost
        /// The user cancelled the login.
        case cancelled
        /// A problem on this side: no library, no credentials.
        case unusable
    }

    public let kind: Kind
    /// The error for the user.
    public let failure: Failure

    /// The fate of the transaction and of the running statement, if the session was open.
    public let loss: Loss?

    /// Whether the server has refused the password itself, so that another one may help.
    public var isWrongPassword = false

    public init(_ kind: Kind, _ failure: Failure, loss: Loss? = nil) {
        self.kind = kind
        self.failure = failure
        self.loss = loss
    }
}
