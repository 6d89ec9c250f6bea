/// What `sandbox up --fault` puts wrong, for tests of clients.
public enum Fault: String, Sendable, CaseIterable {
    /// The servers speak no TLS and ask for the token all the same.
    case noTLS = "no-tls"
    /// The certificates are signed by someone else.
    case selfSigned = "self-signed"
    /// The certificates are for other names.
    case wrongName = "wrong-name"
    /// The certificates have ended.
    case expired = "expired"
    /// Someone on the way says that the servers have no TLS.
    case stripped = "stripped"
    /// Every answer takes its time.
    case slow = "slow"
    /// The connection ends after some bytes of the servers' answers.
    case dies = "dies"

    /// Whether that party speaks itself, without TLS, instead of passing on.
    var stealsTokens: Bool { self == .noTLS || self == .stripped }

    /// Whether another party stands in front of the servers.
    var hasFront: Bool {
        switch self {
        case .noTLS, .stripped, .slow, .dies: true
        case .selfSigned, .wrongName, .expired: false
        }
    }
}
