public import Secrets
public import SigV4

/// A token with what it is for and when it ends.
public struct SignedToken: Sendable {
    public let login: Login
    public let secret: Secret
    public let expiry: EffectiveExpiry

    /// Puts the three together.
    public init(login: Login, secret: Secret, expiry: EffectiveExpiry) {
        self.login = login
        self.secret = secret
        self.expiry = expiry
    }
}
