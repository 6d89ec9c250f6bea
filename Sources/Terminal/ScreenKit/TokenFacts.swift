public import Timestamps

/// All that may be known of a token by those who must not know the token.
public struct TokenFacts: Sendable, Equatable {
    /// When it was signed, by both clocks.
    public var signedAt: Moment
    /// The first second at which a new login is refused.
    public var expiresAt: Timestamp
    /// Seconds from signing to its own end, before any limit: 900.
    public var lifetime: Int64
    /// Whether it ends with its credentials, before its own time.
    public var isLimitedByCredentials: Bool
    /// When those end, where that is known.
    public var credentialsExpireAt: Timestamp?
    /// The user and the place it opens.
    public var user, host: String
    /// 1 to 65535.
    public var port: Int
    /// The region it was signed for.
    public var region: String
    /// `AKIA…7Q2F`: the key that signed it.
    public var maskedKey: String
    /// Where the key was: `profile dba in ~/.aws/credentials`.
    public var source: String
    /// How long it is.
    public var byteCount: Int
    /// Whether the clock was set since it was signed, so that the server may think otherwise of its end.
    public var isOlderThanClock: Bool

    /// When a fresh token would have ended that was signed since and not used, because it would have ended sooner; nil
    /// where there was none.
    public var outlives: Timestamp?

    /// Facts of a token; the parts that are left out can be set afterwards.
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

    /// Seconds until new logins are refused, by the clock that nobody sets.
    public func secondsLeft(at now: Moment) -> Int64 {
        now.secondsLeft(until: expiresAt, seenAt: signedAt)
    }

    /// Whether a login may still be tried with it: not within its last seconds, in which a login might come too late.
    public func isUsable(at now: Moment) -> Bool {
        secondsLeft(at: now) > 30 && !isOlderThanClock
    }
}
