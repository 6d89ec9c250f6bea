import Secrets
import SessionSetup

/// What libpq is told, everything that matters and nothing empty: what is missing or empty it takes from the
/// environment, from a service file or from the home directory.
struct LoginParameters {
    private let plan: SessionPlan
    private let attempt: LoginAttempt

    private let libraryVersion: Int32

    init(_ plan: SessionPlan, _ attempt: LoginAttempt, libraryVersion: Int32) {
        self.plan = plan
        self.attempt = attempt
        self.libraryVersion = libraryVersion
    }

    /// Only clear text within TLS carries a token; a digest of it would open the door, too. Older libraries do not know
    /// the parameter.
    private var method: [(String, String)] { libraryVersion >= 160_000 ? [("require_auth", "password")] : [] }

    /// A path where no file can be: libpq then neither shows a client certificate nor reads a revocation list that
    /// happens to be in the home directory.
    private static let noFile = "/dev/null/none"

    private var plain: [(String, String)] {
        [
            ("host", plan.host), ("hostaddr", attempt.address), ("port", "\(plan.dialPort)"), ("user", plan.user),
            ("dbname", plan.database ?? plan.user), ("sslmode", "verify-full"), ("sslrootcert", attempt.authorityFile),
            ("sslcert", Self.noFile), ("sslkey", Self.noFile), ("sslcrl", Self.noFile), ("sslsni", "1"),
            ("sslcompression", "0"), ("ssl_min_protocol_version", "TLSv1.2"), ("gssencmode", "disable"),
            ("channel_binding", "prefer"), ("target_session_attrs", "any"), ("client_encoding", "UTF8"),
            ("application_name", "quarterdeck"), ("keepalives", "1"), ("keepalives_idle", "5"),
            // What is on its way while the network dies is noticed by `qd_poll_heard`: a limit of the kernel's would
            // also end an upload to a server that is busy.
            ("keepalives_interval", "2"), ("keepalives_count", "3"), ("tcp_user_timeout", "0"),
        ]
    }

    /// Lends the parameters in libpq's form; the token's copy is wiped afterwards.
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
