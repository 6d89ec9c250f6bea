import Failures
import SQLWire
import SessionSetup

extension SessionError {
    /// The error for the server's text about a failed login; nil when there is no such text. libpq 15 gives no SQLSTATE
    /// for it, so this compares the text. Its severity is in English, because the program sets no message locale.
    static func refusal(_ text: String, _ plan: SessionPlan) -> SessionError? {
        func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        guard has("FATAL:", "ERROR:", "authentication failed", "no password supplied") else { return nil }
        let line = reason(in: text)
        // A server that was contacted without TLS explains its refusal.
        if has("no encryption", "SSL off") { return .untrusted(plan, because: "the server does not speak TLS") }
        if plan.proof == .password, let refusal = passwordRefusal(line, plan, has("PAM authentication failed")) {
            return refusal
        }
        if has("PAM authentication failed") {
            return SessionError(
                .refused,
                Failure(
                    .notPermitted, "\(plan.host) refused the token of \(plan.user)", why: line,
                    next: "check rds-db:connect in the policy, the region and port that were signed, and the clock",
                    cause: .policyDenied))
        }
        if has("authentication failed", "no password supplied", "authentication method requirement") {
            return SessionError(
                .refused,
                Failure(
                    .notPermitted, "\(plan.host) did not ask IAM about \(plan.user)", why: line,
                    next: "as an administrator: CREATE USER \(plan.user); GRANT rds_iam TO \(plan.user)",
                    cause: .rdsIAMMissing))
        }
        if has(
            "too many clients", "too many connections", "remaining connection slots", "is starting up",
            "is shutting down", "recovery mode",
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

    /// The error for a refused password; nil when the server refused something else.
    private static func passwordRefusal(_ line: String, _ plan: SessionPlan, _ wasIAM: Bool) -> SessionError? {
        guard line.contains("authentication failed") || line.contains("authentication method requirement") else {
            return nil
        }
        var error = SessionError(
            .refused,
            Failure(
                .notPermitted, "\(plan.host) refused the password of \(plan.user)",
                why: wasIAM ? "\(line); \(plan.user) has rds_iam, which takes precedence over a password" : line,
                next: wasIAM
                    ? "remove \(plan.user) from `passwords` to log in with a token, or REVOKE rds_iam FROM \(plan.user)"
                    : "check the password at its source; a user with rds_iam can log in with a token only"))
        error.isWrongPassword = true
        return error
    }

    /// The reason in libpq's text, without the address at its beginning.
    static func reason(in text: String) -> String {
        // The lines after the first one guess.
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
