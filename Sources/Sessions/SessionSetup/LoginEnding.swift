import Failures
public import SQLWire

extension SessionError {
    /// The error for a login whose connection ended before the server was found untrusted or rejected it.
    ///
    /// - Parameter reason: The message of the library, the system or the server.
    public static func ended(at step: LoginStep, _ plan: SessionPlan, because reason: String) -> SessionError {
        let what: String
        let known: String
        let next: String
        switch step {
        case .connecting:
            (what, known, next) = ("cannot connect to \(plan.dialled)", "", plan.adviceToConnect)
        case .connected:
            what = "the connection to \(plan.dialled) ended before TLS began"
            known = "no \(plan.proof.word) was sent"
            next = "check what listens at \(plan.dialHost):\(plan.dialPort), and where the tunnel leads to"
        case .securing:
            what = "the connection to \(plan.dialled) ended inside the TLS handshake"
            known = "the server has not proven its name yet, no \(plan.proof.word) was sent"
            next = "try again; if it stays so, check the tunnel and firewalls that look into TLS"
        case .secured:
            what = "the connection to \(plan.dialled) ended before the server asked for the \(plan.proof.word)"
            known = "no \(plan.proof.word) was sent"
            next = "try again in a few seconds: the server may be restarting or failing over"
        case .tokenSent:
            what = "the connection to \(plan.dialled) ended before the server answered the login"
            known = "the server's certificate is verified, the \(plan.proof.word) was sent"
            next = "try again in a few seconds: the server may be restarting or failing over"
        case .accepted:
            what = "the connection to \(plan.dialled) ended right after the login"
            known = "the server accepted the \(plan.proof.word)"
            next = "try again in a few seconds: the server may be restarting or failing over"
        }
        let why = [reason, known].filter { !$0.isEmpty }.joined(separator: "; ")
        return SessionError(.unreachable, Failure(.unavailable, what, why: why.isEmpty ? nil : why, next: next))
    }

    /// The error for a login that took too long.
    public static func tooLate(at step: LoginStep, _ plan: SessionPlan) -> SessionError {
        let why =
            switch step {
            case .connecting: "nothing accepts the connection"
            case .connected: "something accepted the connection and then kept silent; no \(plan.proof.word) was sent"
            case .securing: "the server kept silent inside the TLS handshake; no \(plan.proof.word) was sent"
            case .secured: "the server kept silent before it asked for the \(plan.proof.word); none was sent"
            case .tokenSent: "the server got the \(plan.proof.word) and did not answer"
            case .accepted: "the server accepted the \(plan.proof.word) and then kept silent"
            }
        return SessionError(
            .unreachable,
            Failure(
                .unavailable, "\(plan.dialled) did not answer within \(plan.connectTimeout) s", why: why,
                next: step <= .connected
                    ? "check security groups, routes and the tunnel"
                    : "try again in a few seconds: the server may be overloaded or failing over"))
    }

    /// The error for a server that does not use the engine's protocol.
    public static func foreign(_ plan: SessionPlan, _ dialect: Dialect, because reason: String) -> SessionError {
        let engine = dialect == .postgresql ? "PostgreSQL" : "MySQL"
        return SessionError(
            .unreachable,
            Failure(
                .unavailable, "what answers at \(plan.dialHost):\(plan.dialPort) is not \(engine)",
                why: [reason, "no \(plan.proof.word) was sent"].filter { !$0.isEmpty }.joined(separator: "; "),
                next: "check the port, connect_to and the engine of the cluster"))
    }
}

extension SessionPlan {
    /// The advice when no server accepts the connection.
    var adviceToConnect: String {
        dialHost == host
            ? "check security groups and routes, or dial a tunnel with connect_to"
            : "start the tunnel that listens at \(dialHost):\(dialPort)"
    }
}
