import Failures
public import SQLCore

extension SessionError {
    /// A session that was open and is gone.
    ///
    /// - Parameter reason: What the library says; nil when the connection was broken from this side.
    public static func lost(_ plan: SessionPlan, because reason: String?, hadTransaction: Bool) -> SessionError {
        guard let reason else {
            return SessionError(
                .cancelled,
                Failure(
                    .interrupted, "the connection to \(plan.host) was given up",
                    why: hadTransaction
                        ? "its transaction is rolled back by the server, unless what was running has just committed it"
                        : "whether the server still ends the statement that was running is not known"))
        }
        let transaction =
            hadTransaction
            ? "the transaction that was open is rolled back by the server, unless what was running has just committed it"
            : "no transaction was open; the statement that was running may or may not have been done"
        return SessionError(
            .lost,
            Failure(
                .unavailable, "the connection to \(plan.host) is lost: \(reason.isEmpty ? "no reason given" : reason)",
                why: transaction, next: "look what was done before running it again"))
    }

    /// A session that ended while nothing ran in it.
    public static func lostWhileIdle(
        _ plan: SessionPlan, because reason: String?, hadTransaction: Bool
    ) -> SessionError {
        SessionError(
            .lost,
            Failure(
                .unavailable, "the connection to \(plan.host) is lost: \(reason ?? "the server closed it while idle")",
                why: hadTransaction
                    ? "the transaction that was open is rolled back by the server" : "no transaction was open",
                next: hadTransaction ? "run the whole transaction again" : "run again what has not been run yet"))
    }

    /// Something was to be run without a session.
    public static var notOpen: SessionError {
        SessionError(.lost, Failure(.unavailable, "the session is not open", next: "open it again"))
    }
}
