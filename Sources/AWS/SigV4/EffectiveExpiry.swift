public import Timestamps

/// The time from which new logins with a token fail: the token's own expiry, or the expiry of the credentials that
/// signed it if that is earlier. An open session stays open.
///
/// Source: Aurora User Guide, "IAM database authentication": a token is valid for 15 minutes, but never longer than
/// temporary credentials.
public struct EffectiveExpiry: Sendable, Hashable {
    /// The cause of the expiry.
    public enum Limit: String, Sendable {
        /// The token's own lifetime.
        case token
        /// The expiry of the credentials.
        case credentials
    }

    /// When the token was signed.
    public let issuedAt: Timestamp
    /// The first second in which new logins fail.
    public let expiresAt: Timestamp
    /// The cause of the expiry.
    public let limitedBy: Limit
    /// The expiry of the credentials, if known.
    public let credentialsExpireAt: Timestamp?

    /// The number of seconds before expiry from which a token is no longer used: a login takes time, and clocks differ.
    public static var guardSeconds: Int64 { 30 }

    /// The expiry of a token signed at `issuedAt` for `lifetime` seconds with credentials that expire at
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

    /// Whole seconds from `now` to the expiry, never negative.
    public func secondsLeft(at now: Timestamp) -> Int64 {
        max(0, expiresAt.seconds(since: now))
    }

    /// Whether a new login may use the token: more than `guardSeconds` are left, and the clock is not before the
    /// signing.
    public func isUsable(at now: Timestamp) -> Bool {
        secondsLeft(at: now) > Self.guardSeconds && now.seconds(since: issuedAt) >= -Self.guardSeconds
    }
}
