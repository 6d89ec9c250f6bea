public import Failures
public import ScreenKit

/// What is known of a cluster's token.
public struct TokenState: Sendable {
    /// What a person is shown; told apart by a word or a glyph as well as by colour.
    public enum Phase: String, Sendable, CaseIterable {
        case none, signing, fresh, expiring, expired, failed
    }

    /// The newest token, however old.
    public var facts: TokenFacts?
    /// Whether one is being signed.
    public var isSigning = false
    /// Whether the user gave up waiting for one that may still come.
    var isGivenUp = false
    /// Whether the user declined what it takes to sign one.
    var isDeclined = false
    /// Why the last attempt failed, until one succeeds.
    public var failure: Failure?
    /// Whether it is renewed before it runs out.
    public var isKeptFresh = false
    /// When the next attempt to renew it may be made, in nanoseconds of uptime; and how many have failed in a row.
    var retryAt: Int64 = 0
    var failedAttempts = 0

    /// Nothing signed yet.
    public init() {}

    /// A token with fewer seconds left runs out.
    public static let expiringSeconds: Int64 = 120

    /// What it is at a moment. A live token is live, whatever failed since.
    public func phase(at now: Moment) -> Phase {
        let left = facts?.secondsLeft(at: now) ?? 0
        if left > 0 { return left < Self.expiringSeconds ? .expiring : .fresh }
        if isSigning { return .signing }
        if failure != nil { return .failed }
        return facts == nil ? .none : .expired
    }

    /// Whether it has to be renewed now in order to be kept fresh.
    func isDue(at now: Moment) -> Bool {
        guard isKeptFresh, !isSigning, now.uptime >= retryAt else { return false }
        guard let facts else { return true }
        return facts.secondsLeft(at: now) < Self.expiringSeconds || facts.isOlderThanClock
    }
}
