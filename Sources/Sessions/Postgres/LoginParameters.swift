import Secrets
import SessionSetup

/// The parameters for libpq: all that matter, and none empty, because libpq takes missing or empty ones from the
/// environment, a service file or the home directory.
struct LoginParameters {
    private let plan: SessionPlan
    private let attempt: LoginAttempt

    private let libraryVersion: Int32

    init(_ plan: SessionPlan, _ attempt: LoginAttempt, libraryVersion: Int32) {
        self.plan = plan
        self.attempt = attempt
        self.libraryVersion = libraryVersion
    }

    /// A token works only as clear text within TLS; a digest of it would authenticate as well. Older libraries do not
    /// know the parameter.
    private var method: [(String, String)] {
        guard libraryVersion >= 160_000 else { return [] }
        return [("require_auth", plan.proof == .token ? "password" : "scram-sha-256,md5,password")]
    }

    /// A path that cannot exist: it keeps libpq from using a client certificate or revocation list in the home
    /// directory.
    private static let noFile = "/dev/null/none"

    private var plain: [(String, String)] {
        [
            ("host", plan.host), ("hostaddr", attempt.address), ("port", "\(attempt.port)"), ("user", plan.user),
            ("dbname", plan.database ?? plan.user), ("sslmode", "verify-full"), ("sslrootcert", attempt.authorityFile),
            ("sslcert", Self.noFile), ("sslkey", Self.noFile), ("sslcrl", Self.noFile), ("sslsni", "1"),
            ("sslcompression", "0"), ("ssl_min_protocol_version", "TLSv1.2"), ("gssencmode", "disable"),
            ("channel_binding", "prefer"), ("target_session_attrs", "any"), ("client_encoding", "UTF8"),
            ("application_name", plan.applicationName), ("keepalives", "1"), ("keepalives_idle", "5"),
            // `qd_poll_heard` notices when the network dies while data is unacknowledged. A time limit of the kernel
            // would also end an upload to a busy server.
            ("keepalives_interval", "2"), ("keepalives_count", "3"), ("tcp_user_timeout", "0"),
        ]
    }

    /// Passes the parameters in libpq's form; the copy of the token is wiped afterwards.
    func withPointers<Result>(
        token: Secret,
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Result
    ) -> Result {
        let plain = plain + method
        var text = SecretBuffer(capacity: 1_024 + token.count)
        var offsets: [Int] = []
        func add(_ string: String) {
            offsets.append(text.count)
            text.append(string)
            text.append("\0" as StaticString)
        }
        for (keyword, value) in plain {
            add(keyword)
            add(value)
        }
        add("password")
        offsets.append(text.count)
        token.revealBytes { text.append($0) }
        text.append("\0" as StaticString)
        return text.revealBytes { bytes in
            let start = bytes.bindMemory(to: CChar.self).baseAddress
            let pointers = offsets.map { offset in start.map { $0 + offset } }
            let keywords = stride(from: 0, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            let values = stride(from: 1, to: pointers.count, by: 2).map { pointers[$0] } + [nil]
            return body(keywords, values)
        }
    }
}
