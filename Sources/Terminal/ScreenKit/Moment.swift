public import Timestamps

/// A point in time on two clocks: the wall clock, which may be set, and a monotonic clock that also runs while the
/// machine sleeps.
public struct Moment: Sendable, Equatable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public let wall: Int64
    /// Nanoseconds on the monotonic clock since a fixed point.
    public let uptime: Int64

    public init(wall: Int64, uptime: Int64) {
        self.wall = wall
        self.uptime = uptime
    }

    /// The time of the wall clock.
    public var timestamp: Timestamp {
        Timestamp(secondsSince1970: wall >= 0 ? wall / 1_000_000_000 : (wall - 999_999_999) / 1_000_000_000)
    }

    /// The number of whole seconds by which the wall clock was set forward since `earlier`; negative when it was set
    /// back.
    public func wallWasMoved(since earlier: Moment) -> Int64 {
        ((wall - earlier.wall) - (uptime - earlier.uptime)) / 1_000_000_000
    }

    /// Whole seconds until a wall-clock time as seen at `anchor`; the monotonic clock measures the time since then.
    /// Never negative.
    public func secondsLeft(until end: Timestamp, seenAt anchor: Moment) -> Int64 {
        let left = end.secondsSince1970 * 1_000_000_000 - anchor.wall - (uptime - anchor.uptime)
        return left <= 0 ? 0 : (left + 999_999_999) / 1_000_000_000
    }
}
