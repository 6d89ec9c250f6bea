public import Catalog
public import Failures
public import SQLCore
public import ScreenKit

/// How a session stands.
public enum SessionPhase: Sendable {
    /// A login is under way.
    case connecting(since: Moment)
    /// It is open.
    case open(SessionFacts)
    /// There was none, or it is gone.
    case lost(Failure, at: Moment)

    /// What is known of an open one.
    public var facts: SessionFacts? {
        if case .open(let facts) = self { facts } else { nil }
    }
}

/// What is known of an open session.
public struct SessionFacts: Sendable, Equatable {
    /// By the server's last answer.
    public var state: SessionState
    /// When it was opened.
    public let openedAt: Moment
    /// What the server says of itself and of the session.
    public var server: ServerFacts
    /// When the open transaction began.
    public var transactionSince: Moment?
    /// Statements that were run in the open transaction.
    public var statementsInTransaction = 0

    /// A session that was opened just now.
    public init(state: SessionState, openedAt: Moment, dialect: Dialect) {
        self.state = state
        server = ServerFacts(dialect: dialect)
        self.openedAt = openedAt
    }
}
