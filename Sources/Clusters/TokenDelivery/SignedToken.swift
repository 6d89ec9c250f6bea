public import Failures
public import Secrets
public import SigV4
public import Timestamps

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

extension SignedToken {
    /// Signs a token for a login.
    ///
    /// - Throws: A `Failure` where the engine's service has no tokens.
    public init(signing login: Login, with credentials: Credentials, at now: Timestamp) throws(Failure) {
        guard let request = login.tokenRequest else {
            throw Failure(.internalError, "no token can be requested for \(login.cluster)")
        }
        var signer = TokenSigner()
        let secret = signer.sign(request, with: credentials, at: now)
        let expiry = EffectiveExpiry(
            issuedAt: now, lifetime: request.lifetime, credentialsExpireAt: credentials.expiration)
        self.init(login: login, secret: secret, expiry: expiry)
    }
}
