public import Timestamps

/// The public facts about a token, without the token.
public struct TokenFacts: Sendable, Equatable {
    /// The time of signing on both clocks.
    public var signedAt: Moment
    /// The first second in which new logins fail.
    public var expiresAt: Timestamp
    /// The token's own lifetime in seconds, before any limit: 900.
    public var lifetime: Int64
    /// Whether the token expires early, together with its credentials.
    public var isLimitedByCredentials: Bool
    /// The expiry of the credentials, if known.
    public var credentialsExpireAt: Timestamp?
    /// The database user and the host.
    public var user, host: String
    /// 1 to 65535.
    public var port: Int
    /// The region that the token was signed for.
    public var region: String
    /// The id of the signing key: `AKIA…7Q2F`.
    public var maskedKey: String
    /// The source of the key: `profile dba in ~/.aws/credentials`.
    public var source: String
    /// The token's length in bytes.
    public var byteCount: Int
    /// Whether the wall clock was set since the signing, so that the server may see another expiry.
    public var isOlderThanClock: Bool

    /// The expiry of a newer token that was not used because it would have expired earlier than this one; nil when
    /// there was none.
    public var outlives: Timestamp?

    /// Facts about a token; the other properties have defaults.
    public init(signedAt: Moment, expiresAt: Timestamp, user: String, host: String, port: Int, region: String) {
        self.signedAt = signedAt
        self.expiresAt = expiresAt
        self.user = user
        self.host = host
        self.port = port
        self.region = region
        lifetime = 900
        isLimitedByCredentials = false
        maskedKey = ""
        source = ""
        byteCount = 0
        isOlderThanClock = false
    }

    /// Seconds until new logins fail, on the monotonic clock.
    public func secondsLeft(at now: Moment) -> Int64 {
        now.secondsLeft(until: expiresAt, seenAt: signedAt)
    }

    /// Whether a login may use the token: not in its last seconds, when a login might arrive too late.
    public func isUsable(at now: Moment) -> Bool {
        secondsLeft(at: now) > 30 && !isOlderThanClock
    }
}
