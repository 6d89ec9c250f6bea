public import Timestamps

/// When new logins with a token stop working: at the token's own end, or at that of the credentials that signed it if
/// it comes first. A session that is open by then stays open.
///
/// Source: Aurora User Guide, "IAM database authentication": a token is valid for 15 minutes, and with temporary
/// credentials no longer than they are.
public struct EffectiveExpiry: Sendable, Hashable {
    /// What ends first.
    public enum Limit: String, Sendable {
        /// The token's own lifetime.
        case token
        /// The credentials' expiration.
        case credentials
    }

    /// When the token was signed.
    public let issuedAt: Timestamp
    /// The first second at which a new login is refused.
    public let expiresAt: Timestamp
    /// What ends first.
    public let limitedBy: Limit
    /// When the credentials end, where that is known.
    public let credentialsExpireAt: Timestamp?

    /// Seconds before the end from which on a token is no longer given to anyone: a login takes a moment, and clocks
    /// differ.
    public static var guardSeconds: Int64 { 30 }

    /// The expiry of a token signed at `issuedAt` for `lifetime` seconds with credentials that end at
    /// `credentialsExpireAt`.
    public init(issuedAt: Timestamp, lifetime: Int, credentialsExpireAt: Timestamp?) {
        let tokenEnd = issuedAt + Int64(lifetime)
        self.issuedAt = issuedAt
        self.credentialsExpireAt = credentialsExpireAt
        if let credentialsExpireAt, credentialsExpireAt < tokenEnd {
            expiresAt = credentialsExpireAt
            limitedBy = .credentials
        } else {
            expiresAt = tokenEnd
            limitedBy = .token
        }
    }

    /// Whole seconds from `now` to the end, never negative.
    public func secondsLeft(at now: Timestamp) -> Int64 {
        max(0, expiresAt.seconds(since: now))
    }

    /// Whether a new login may still be tried with the token: the end is more than the guard away, and the clock has
    /// not been set back to before the signing.
    public func isUsable(at now: Timestamp) -> Bool {
        secondsLeft(at: now) > Self.guardSeconds && now.seconds(since: issuedAt) >= -Self.guardSeconds
    }
}
