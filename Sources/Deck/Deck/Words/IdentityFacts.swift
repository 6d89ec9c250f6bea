public import Failures
public import ScreenKit
public import Timestamps

/// Whose credentials sign: an AWS profile by name, or whatever the environment gives.
public struct IdentityName: Sendable, Hashable {
    /// The AWS profile; nil for the one that the environment chooses.
    public let profile: String?

    /// The identity of a profile.
    public init(profile: String?) { self.profile = profile }

    /// `profile dba`, or `default credentials`.
    public var label: String { profile.map { "profile \($0)" } ?? "default credentials" }
}

/// What is known of who one is to AWS. Holds no secret.
public struct IdentityFacts: Sendable, Equatable {
    /// `AKIA…7Q2F`.
    public var maskedKey: String
    /// Where the keys were: `profile dba in ~/.aws/credentials`.
    public var source: String
    /// The places that were asked, and what each one answered.
    public var trail: [String]
    /// The name that AWS gives, once it was asked.
    public var arn: String?
    /// When the credentials end, where that is known.
    public var expiresAt: Timestamp?
    /// When they were looked at.
    public var seenAt: Moment

    /// Facts of an identity.
    public init(maskedKey: String, source: String, trail: [String], arn: String?, expiresAt: Timestamp?, seenAt: Moment)
    {
        self.maskedKey = maskedKey
        self.source = source
        self.trail = trail
        self.arn = arn
        self.expiresAt = expiresAt
        self.seenAt = seenAt
    }

    /// Seconds until the credentials end; nil when that is not known.
    public func secondsLeft(at now: Moment) -> Int64? {
        expiresAt.map { now.secondsLeft(until: $0, seenAt: seenAt) }
    }
}

/// An identity as far as it was looked at.
public enum IdentityState: Sendable {
    case asking
    case known(IdentityFacts)
    case failed(Failure)
}
