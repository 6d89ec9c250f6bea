public import Failures
public import Secrets
public import SigV4
public import Timestamps

/// A token with its login and its expiry.
public struct SignedToken: Sendable {
    public let login: Login
    public let secret: Secret
    /// When new logins with the token start to fail.
    public let expiry: EffectiveExpiry

    public init(login: Login, secret: Secret, expiry: EffectiveExpiry) {
        self.login = login
        self.secret = secret
        self.expiry = expiry
    }
}

extension SignedToken {
    /// Signs a token for a login.
    ///
    /// - Parameter lifetime: The token's lifetime in seconds, at most 900, for DSQL 604,800.
    /// - Throws: A `Failure` when the service has no tokens of that lifetime.
    public init(
        signing login: Login, with credentials: Credentials, at now: Timestamp,
        lifetime: Int = TokenRequest.longestRDSLifetime
    ) throws(Failure) {
        guard let request = login.tokenRequest(lifetime: lifetime) else {
            throw Failure(.internalError, "no token of \(lifetime) s can be requested for \(login.cluster)")
        }
        var signer = TokenSigner()
        let secret = signer.sign(request, with: credentials, at: now)
        let expiry = EffectiveExpiry(
            issuedAt: now, lifetime: request.lifetime, credentialsExpireAt: credentials.expiration)
        self.init(login: login, secret: secret, expiry: expiry)
    }
}
