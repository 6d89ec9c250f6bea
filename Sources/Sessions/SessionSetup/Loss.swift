import CPlatform
import Failures
public import SQLWire

extension SessionError {
    /// The error for a lost session.
    public static func lost(_ plan: SessionPlan, _ loss: Loss, _ dialect: Dialect) -> SessionError {
        guard !loss.isDropped else {
            return SessionError(
                .cancelled,
                Failure(
                    .interrupted, "the connection to \(plan.host) was dropped", why: loss.sentence,
                    next: loss.advice(dialect)),
                loss: loss)
        }
        let trouble = plan.tunnelTrouble.map { "; \($0)" } ?? ""
        return SessionError(
            .lost,
            Failure(
                .unavailable, "the connection to \(plan.host) is lost: \(loss.cause)", why: loss.sentence + trouble,
                next: loss.advice(dialect)),
            loss: loss)
    }

    /// The error for a statement without a session.
    public static var notOpen: SessionError {
        SessionError(
            .lost, Failure(.unavailable, "the session is not open", next: "open it again"),
            loss: Loss(reason: "the session is not open", request: .notSent, fate: .none))
    }

    /// The same loss for a later statement, which did not run.
    public func refusing(_ plan: SessionPlan, _ dialect: Dialect) -> SessionError {
        guard var loss else { return self }
        loss.request = .notSent
        return .lost(plan, loss, dialect)
    }
}

extension SessionPlan {
    /// The recent message of the tunnel's program, or its end: the reason for a lost session.
    fileprivate var tunnelTrouble: String? {
        tunnel?.trouble(since: qd_monotonic_nanoseconds() - 12_000_000_000)?.why
    }
}

/// The connection was lost while a statement ran.
public struct Interrupted: Error {
    /// The message of the server or the library; nil when this side dropped the connection.
    public let reason: String?
    /// Whether the server did not receive or read the complete statement.
    public let isUnsent: Bool

    public init(reason: String?, isUnsent: Bool = false) {
        self.reason = reason
        self.isUnsent = isUnsent
    }
}
