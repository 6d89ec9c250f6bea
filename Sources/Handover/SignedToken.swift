public import Secrets
public import SigV4

/// A token with what it is for and when it ends.
public struct SignedToken: Sendable {
    /// What it is for.
    public let login: Login
    /// The token itself.
    public let secret: Secret
    /// When new logins with it end.
    public let expiry: EffectiveExpiry

    /// Puts the three together.
    public init(login: Login, secret: Secret, expiry: EffectiveExpiry) {
        self.login = login
        self.secret = secret
        self.expiry = expiry
    }
}
