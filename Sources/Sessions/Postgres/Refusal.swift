import Failures
import SQLCore
import SessionSetup

extension SessionError {
    /// What a server's own text about a failed login means; nil where it said nothing. libpq 15 gives no SQLSTATE for
    /// one, so the words have to do; the severity is in English, as the program sets no locale for messages.
    static func refusal(_ text: String, _ plan: SessionPlan) -> SessionError? {
        func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        guard has("FATAL:", "ERROR:", "authentication failed", "no password supplied") else { return nil }
        let line = reason(in: text)
        // A server that is reached in clear says why it does not want that.
        if has("no encryption", "SSL off") { return .untrusted(plan, because: "the server does not speak TLS") }
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
        if has(
            "too many clients", "remaining connection slots", "is starting up", "is shutting down", "recovery mode",
            "not yet accepting connections", "not accepting connections", "administrator command",
            "crash of another server process")
        {
            return SessionError(
                .refused,
                Failure(
                    .temporary, "\(plan.host) takes no logins now", why: line, next: "try again in a few seconds"))
        }
        return SessionError(
            .refused,
            Failure(
                .notPermitted, "\(plan.host) refused the login of \(plan.user)", why: line,
                next: has("database \"") ? "name another database: --database NAME" : nil))
    }

    /// The part of libpq's text that says why, without the address it begins with.
    static func reason(in text: String) -> String {
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
