import Failures
public import SQLCore

extension SessionError {
    /// A session that was open and is gone.
    public static func lost(_ plan: SessionPlan, _ loss: Loss, _ dialect: Dialect) -> SessionError {
        guard !loss.isDropped else {
            return SessionError(
                .cancelled,
                Failure(
                    .interrupted, "the connection to \(plan.host) was dropped", why: loss.sentence,
                    next: loss.advice(dialect)),
                loss: loss)
        }
        return SessionError(
            .lost,
            Failure(
                .unavailable, "the connection to \(plan.host) is lost: \(loss.cause)", why: loss.sentence,
                next: loss.advice(dialect)),
            loss: loss)
    }

    /// Something was to be run without a session.
    public static var notOpen: SessionError {
        SessionError(
            .lost, Failure(.unavailable, "the session is not open", next: "open it again"),
            loss: Loss(reason: "the session is not open", request: .notSent, fate: .none))
    }

    /// The same loss for a statement that came after it, and so did not run.
    public func refusing(_ plan: SessionPlan, _ dialect: Dialect) -> SessionError {
        guard var loss else { return self }
        loss.request = .notSent
        return .lost(plan, loss, dialect)
    }
}

/// The connection broke while a statement ran.
public struct Interrupted: Error {
    /// What the server or the library says; nil when the connection was broken off from this side.
    public let reason: String?
    /// Whether the statement did not reach the server whole, or was not read by it.
    public let isUnsent: Bool

    /// An interruption of its parts.
    public init(reason: String?, isUnsent: Bool = false) {
        self.reason = reason
        self.isUnsent = isUnsent
    }
}
