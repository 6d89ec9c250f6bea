import CPlatform
import Failures
import SQLWire
import SessionSetup
import Threads

/// Cancels a session's statement over a second login with a token of its own, because the first token may have expired.
///
/// The second login connects to the address of the session but may reach another server: through a tunnel that leads
/// elsewhere now, after a failover, or behind a proxy. There the session's number may belong to another user.
struct KillRequest: Sendable {
    let plan: SessionPlan
    /// The IP address of the session's own login.
    let address: String
    /// The server's number for the session.
    let identifier: UInt64
    /// The server of the session; nil when it is unknown.
    let server: ServerIdentity?

    /// Logs in, checks that this is the session's server and user, sends KILL QUERY and logs out.
    func run(_ library: Library, stop: WakeSignal, deadline: Int64) -> CancelRequest.Outcome {
        guard let server else { return .failed("\(plan.host) does not say which server the session is at") }
        var login = plan
        login.database = nil
        login.dialHost = address
        let seconds = Int((deadline - qd_monotonic_nanoseconds()) / 1_000_000_000)
        login.connectTimeout = max(1, min(plan.connectTimeout, seconds))
        let connection: Connection
        do throws(SessionError) {
            connection = try login.logIn(wake: stop) { attempt throws(SessionError) in
                try Connection.open(login, attempt, library, wake: stop)
            }
        } catch {
            return .failed("the second login failed: \(error.failure.why ?? error.failure.what)")
        }
        connection.limit(until: deadline)
        let outcome = kill(over: connection, at: server)
        if outcome == .delivered { insist(over: connection, stop, deadline) }
        return outcome
    }

    /// Repeats KILL QUERY while the session's statement runs: a compound statement can lose the request between two of
    /// its own statements, and a loop would never end. The session sends its next statement only after this function
    /// has returned.
    private func insist(over connection: Connection, _ stop: WakeSignal, _ deadline: Int64) {
        let question = "SELECT command FROM information_schema.PROCESSLIST WHERE id = \(identifier)"
        var pause: Int32 = 50
        while qd_monotonic_nanoseconds() < deadline, !stop.wait(milliseconds: pause) {
            guard let command = connection.rows(of: question)?.first?.first ?? nil, command == "Query",
                connection.rows(of: "KILL QUERY \(identifier)") != nil
            else { return }
            pause = min(2 * pause, 400)
        }
    }

    private func kill(over connection: Connection, at server: ServerIdentity) -> CancelRequest.Outcome {
        guard let other = ServerIdentity(connection) else {
            return .failed("the second login's server does not say which one it is")
        }
        guard other == server else {
            return .failed("the second login reached another server, \(other.name) instead of \(server.name)")
        }
        let question = "SELECT user FROM information_schema.processlist WHERE id = \(identifier)"
        let users = connection.rows(of: question)?.compactMap { $0.first ?? nil }
        guard let user = users?.first else {
            return .failed("connection \(identifier) is not in the process list of \(other.name)")
        }
        guard user == plan.user else {
            return .failed("connection \(identifier) of \(other.name) is not that of \(plan.user)")
        }
        guard connection.rows(of: "KILL QUERY \(identifier)") != nil else {
            return connection.isBroken || connection.isLate
                ? .unconfirmed("no answer within \(CancelRequest.limit / 1_000) s")
                : .failed("\(other.name) refused KILL QUERY: \(connection.lastError)")
        }
        return .delivered
    }
}
