public import Failures
public import ScreenKit

/// The state of a cluster's token.
public struct TokenState: Sendable {
    /// The visible state; a word or a glyph distinguishes it besides the colour.
    public enum Phase: String, Sendable, CaseIterable {
        case none, signing, fresh, expiring, expired, failed
    }

    /// The newest token, possibly expired.
    public var facts: TokenFacts?
    /// Whether a token is being signed.
    public var isSigning = false
    /// Whether the user cancelled a request that may still succeed.
    var isGivenUp = false
    /// Whether the user declined a code or login.
    var isDeclined = false
    /// Why the last attempt failed, until one succeeds.
    public var failure: Failure?
    /// Whether it is renewed before it expires.
    public var isKeptFresh = false
    /// The user's own choice for `isKeptFresh`; nil when only the settings decide.
    var choice: Bool?
    /// The earliest time of the next renewal, in nanoseconds of the monotonic clock, and the number of successive
    /// failures.
    var retryAt: Int64 = 0
    var failedAttempts = 0

    /// No token.
    public init() {}

    /// The number of remaining seconds below which a token counts as expiring.
    public static let expiringSeconds: Int64 = 120

    /// The visible state at a time. A valid token counts as valid even if later attempts failed.
    public func phase(at now: Moment) -> Phase {
        let left = facts?.secondsLeft(at: now) ?? 0
        if left > 0 { return left < Self.expiringSeconds ? .expiring : .fresh }
        if isSigning { return .signing }
        if failure != nil { return .failed }
        return facts == nil ? .none : .expired
    }

    /// Whether it must be renewed now to stay fresh.
    func isDue(at now: Moment) -> Bool {
        guard isKeptFresh, !isSigning, now.uptime >= retryAt else { return false }
        guard let facts else { return true }
        return facts.secondsLeft(at: now) < Self.expiringSeconds || facts.isOlderThanClock
    }
}
