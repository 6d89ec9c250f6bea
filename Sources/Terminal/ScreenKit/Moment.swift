public import Timestamps

/// A moment by two clocks: the one on the wall, which may be set, and the one that counts since the machine was started,
/// which may not and which goes on while the machine sleeps.
public struct Moment: Sendable, Equatable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let wall: Int64
    /// Nanoseconds since a moment that stays the same.
    public let uptime: Int64

    /// A moment by both clocks.
    public init(wall: Int64, uptime: Int64) {
        self.wall = wall
        self.uptime = uptime
    }

    /// The time on the wall.
    public var timestamp: Timestamp {
        Timestamp(secondsSince1970: wall >= 0 ? wall / 1_000_000_000 : (wall - 999_999_999) / 1_000_000_000)
    }

    /// By how many whole seconds the wall clock was set forward since `earlier`; negative when it was set back.
    public func wallWasMoved(since earlier: Moment) -> Int64 {
        ((wall - earlier.wall) - (uptime - earlier.uptime)) / 1_000_000_000
    }

    /// Whole seconds until a time on the wall as it stood at `anchor`: what has passed since is told by the clock that
    /// nobody sets. 0 when the time is over.
    public func secondsLeft(until end: Timestamp, seenAt anchor: Moment) -> Int64 {
        let left = end.secondsSince1970 * 1_000_000_000 - anchor.wall - (uptime - anchor.uptime)
        return left <= 0 ? 0 : (left + 999_999_999) / 1_000_000_000
    }
}
