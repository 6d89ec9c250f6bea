import Failures
import SQLCore
import SessionSetup

extension SessionError {
    /// What libpq's text about a failed login means. libpq 15 gives no SQLSTATE for one, so the words have to do;
    /// libpq's own are English, as the program sets no locale for messages.
    static func refusal(_ text: String, _ plan: SessionPlan) -> SessionError {
        let line = reason(in: text)
        func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if has("does not support SSL", "SSL off", "no encryption") {
            return .untrusted(plan, because: "the server does not speak TLS")
        }
        if has("invalid response to SSL negotiation") {
            return SessionError(
                .unreachable,
                Failure(
                    .unavailable, "what answers at \(plan.dialHost):\(plan.dialPort) is not PostgreSQL", why: line,
                    next: "check the port, connect_to and the engine of the cluster"))
        }
        if has("certificate verify failed", "does not match host name", "SSL error", "root certificate", "SSL SYSCALL")
        {
            return .untrusted(plan, because: line)
        }
        if has("PAM authentication failed") {
            return SessionError(
                .refused,
                Failure(
                    .notPermitted, "\(plan.host) refused the token of \(plan.user)", why: line,
                    next: "check rds-db:connect in the policy, the region and port that were signed, and the clock"))
        }
        if has("authentication failed", "no password supplied", "authentication method requirement") {
            return SessionError(
                .refused,
                Failure(
                    .notPermitted, "\(plan.host) did not ask IAM about \(plan.user)", why: line,
                    next: "as an administrator: CREATE USER \(plan.user); GRANT rds_iam TO \(plan.user)"))
        }
        if has("too many clients", "remaining connection slots", "is starting up", "is shutting down", "recovery mode")
        {
            return SessionError(
                .refused,
                Failure(
                    .temporary, "\(plan.host) takes no logins now", why: line, next: "try again in a few seconds"))
        }
        if has("FATAL:") {
            return SessionError(
                .refused,
                Failure(
                    .notPermitted, "\(plan.host) refused the login of \(plan.user)", why: line,
                    next: has("database \"") ? "name another database: --database NAME" : nil))
        }
        return SessionError(
            .unreachable,
            Failure(
                .unavailable, "cannot connect to \(plan.dialled)", why: line,
                next: plan.dialHost == plan.host
                    ? "check security groups and routes, or dial a tunnel with connect_to"
                    : "start the tunnel that listens at \(plan.dialHost):\(plan.dialPort)"))
    }

    /// The part of libpq's text that says why, without the address it begins with.
    private static func reason(in text: String) -> String {
        // The lines after the first guess.
        let line = text.split(separator: "\n").first.map { String($0) } ?? ""
        let rest = after(" failed: ", in: line) ?? line[...]
        return String(rest.hasPrefix("FATAL:  ") ? rest.dropFirst(8) : rest)
    }

    private static func after(_ words: String, in text: String) -> Substring? {
        var rest = text[...]
        while !rest.isEmpty {
            if rest.hasPrefix(words) { return rest.dropFirst(words.count) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
