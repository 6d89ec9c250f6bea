public import Failures

/// Why there is no session, or no more.
public struct SessionError: Error, Sendable, Equatable {
    /// What a program does about it.
    public enum Kind: Sendable, Equatable {
        /// Nobody answered.
        case unreachable
        /// Somebody answered who did not prove the server's name; no token was given.
        case untrusted
        /// The server refused the login.
        case refused
        /// The session was open and is gone.
        case lost
        /// The user stopped it.
        case cancelled
        /// Something on this side: no library, no credentials.
        case unusable
    }

    /// What a program does about it.
    public let kind: Kind
    /// What a user is told.
    public let failure: Failure

    /// What became of the transaction and of what was running, for a session that was open.
    public let loss: Loss?

    /// An error of its parts.
    public init(_ kind: Kind, _ failure: Failure, loss: Loss? = nil) {
        self.kind = kind
        self.failure = failure
        self.loss = loss
    }
}
