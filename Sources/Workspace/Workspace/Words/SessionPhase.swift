public import Catalog
public import Failures
public import SQLWire
public import ScreenKit

/// The phase of a session.
public enum SessionPhase: Sendable {
    /// A login is running.
    case connecting(since: Moment)
    case open(SessionFacts)
    /// The login failed, or the session is lost.
    case lost(Failure, at: Moment)

    /// The facts about an open session.
    public var facts: SessionFacts? {
        if case .open(let facts) = self { facts } else { nil }
    }
}

/// The facts about an open session.
public struct SessionFacts: Sendable, Equatable {
    /// The state in the server's last answer.
    public var state: SessionState
    public let openedAt: Moment
    /// The server's own facts.
    public var server: ServerFacts
    /// When the open transaction began.
    public var transactionSince: Moment?
    /// The number of statements in the open transaction.
    public var statementsInTransaction = 0

    /// The record of a new session.
    public init(state: SessionState, openedAt: Moment, dialect: Dialect) {
        self.state = state
        server = ServerFacts(dialect: dialect)
        self.openedAt = openedAt
    }
}
