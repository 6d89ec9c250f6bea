public import Failures
public import ScreenKit
public import Timestamps

/// The name of an identity: an AWS profile, or the environment's default.
public struct IdentityName: Sendable, Hashable {
    /// The AWS profile; nil for the environment's default.
    public let profile: String?

    public init(profile: String?) { self.profile = profile }

    /// `profile dba`, or `default credentials`.
    public var label: String { profile.map { "profile \($0)" } ?? "default credentials" }
}

/// The facts about an AWS identity. Contains no secret.
public struct IdentityFacts: Sendable, Equatable {
    /// `AKIA…7Q2F`.
    public var maskedKey: String
    /// The source of the keys: `profile dba in ~/.aws/credentials`.
    public var source: String
    /// The searched sources with their results.
    public var trail: [String]
    /// The ARN from AWS, after a query.
    public var arn: String?
    /// The expiry of the credentials, if known.
    public var expiresAt: Timestamp?
    /// Until when the person's access lasts, if known.
    public var access: AccessWindow?
    /// The time of the search.
    public var seenAt: Moment

    public init(maskedKey: String, source: String, trail: [String], arn: String?, expiresAt: Timestamp?, seenAt: Moment)
    {
        self.maskedKey = maskedKey
        self.source = source
        self.trail = trail
        self.arn = arn
        self.expiresAt = expiresAt
        self.seenAt = seenAt
    }

    /// Seconds until the credentials expire; nil when unknown.
    public func secondsLeft(at now: Moment) -> Int64? {
        expiresAt.map { now.secondsLeft(until: $0, seenAt: seenAt) }
    }
}

/// The state of looking up an identity.
public enum IdentityState: Sendable {
    case asking
    case known(IdentityFacts)
    case failed(Failure)
}
