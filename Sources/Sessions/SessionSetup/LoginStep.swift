/// The progress of a login. Each step implies the earlier ones.
public enum LoginStep: Int, Sendable, Comparable, CaseIterable {
    /// Connecting to the server's address.
    case connecting
    /// Connected; the server has not agreed to TLS yet.
    case connected
    /// The TLS handshake is running.
    case securing
    /// TLS is established; the server has not requested the token yet.
    case secured
    /// A part of the token or all of it was sent; the server has not answered.
    case tokenSent
    /// The server has accepted the token.
    case accepted

    /// Whether the server may have the token.
    public var mayHaveToken: Bool { self >= .tokenSent }

    public static func < (one: LoginStep, other: LoginStep) -> Bool { one.rawValue < other.rawValue }
}
