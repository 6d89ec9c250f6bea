/// The faults of `sandbox up --fault`, for testing clients.
public enum Fault: String, Sendable, CaseIterable {
    /// The servers offer no TLS but still request the token.
    case noTLS = "no-tls"
    /// Another certificate authority has signed the certificates.
    case selfSigned = "self-signed"
    /// The certificates are for other names.
    case wrongName = "wrong-name"
    /// The certificates have expired.
    case expired = "expired"
    /// A front claims that the servers offer no TLS.
    case stripped = "stripped"
    /// Every answer is delayed.
    case slow = "slow"
    /// The connection ends after some bytes of the servers' answers.
    case dies = "dies"

    /// Whether the front itself answers without TLS instead of relaying.
    var stealsTokens: Bool { self == .noTLS || self == .stripped }

    /// Whether the servers are behind a front.
    var hasFront: Bool {
        switch self {
        case .noTLS, .stripped, .slow, .dies: true
        case .selfSigned, .wrongName, .expired: false
        }
    }
}
