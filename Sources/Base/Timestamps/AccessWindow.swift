/// The time until which a person's access to AWS lasts, and where it comes from.
public struct AccessWindow: Sendable, Equatable {
    /// The source in words: `sso-session corp`.
    public let source: String
    /// After this time the person must act: log in, enter a code, or get new keys.
    public let end: Timestamp
    /// The number of seconds before `end` at which the source moves `end` without the person; nil if it does not.
    public let movesBefore: Int64?

    public init(source: String, end: Timestamp, movesBefore: Int64? = nil) {
        self.source = source
        self.end = end
        self.movesBefore = movesBefore
    }

    /// The window of credentials that come from this source and expire at `expiration`: they outlive the source.
    public func lasting(until expiration: Timestamp?) -> AccessWindow {
        AccessWindow(source: source, end: max(end, expiration ?? end), movesBefore: movesBefore)
    }

    /// The window of a source that has failed to move its end.
    public var fixed: AccessWindow { AccessWindow(source: source, end: end) }

    /// `until 16:40`, with the day if that is more than a day away; `or later` if the source may move the end.
    public func text(at now: Timestamp) -> String {
        let day = end.seconds(since: now) > 86_400 ? end.rfc3339.prefix(10) + " " : ""
        return "until \(day)\(end.clock.prefix(5))" + (movesBefore == nil ? "" : " or later")
    }

    /// The minutes of the warning that is due: 10, 5 or 1 before the end; nil when none is. A warning before the time at
    /// which the source moves the end is left out.
    public func warning(at now: Timestamp) -> Int? {
        let left = end.seconds(since: now)
        guard left > 0, let minutes = [1, 5, 10].first(where: { left <= Int64($0) * 60 }) else { return nil }
        return movesBefore.map { Int64(minutes) * 60 < $0 } ?? true ? minutes : nil
    }
}
