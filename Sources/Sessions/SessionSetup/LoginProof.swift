/// What a login proves itself with.
public enum LoginProof: Sendable {
    /// An IAM token, which a server receives as clear text within TLS.
    case token
    /// A standard password.
    case password

    /// The word for messages.
    public var word: String {
        switch self {
        case .token: "token"
        case .password: "password"
        }
    }
}
