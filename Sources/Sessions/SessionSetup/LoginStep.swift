/// How far a login came. Each step means that the ones before it are done.
public enum LoginStep: Int, Sendable, Comparable, CaseIterable {
    /// The server's address is dialled.
    case connecting
    /// The connection stands; the server has not agreed to TLS yet.
    case connected
    /// The TLS handshake is under way.
    case securing
    /// TLS stands; the server has not asked for the token yet.
    case secured
    /// Some of the token was sent, or all of it; the server has not answered.
    case tokenSent
    /// The server has accepted the token.
    case accepted

    /// Whether the server may have the token.
    public var mayHaveToken: Bool { self >= .tokenSent }

    /// By how far it came.
    public static func < (one: LoginStep, other: LoginStep) -> Bool { one.rawValue < other.rawValue }
}
