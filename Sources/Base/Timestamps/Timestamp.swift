/// A point in time in UTC, in whole seconds, the precision of AWS's signatures and expiries.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public let secondsSince1970: Int64

    public init(secondsSince1970: Int64) {
        self.secondsSince1970 = secondsSince1970
    }

    /// Seconds from `earlier` to this timestamp; negative when `earlier` is later.
    public func seconds(since earlier: Timestamp) -> Int64 {
        secondsSince1970 - earlier.secondsSince1970
    }

    public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.secondsSince1970 < right.secondsSince1970
    }

    public static func + (moment: Timestamp, seconds: Int64) -> Timestamp {
        Timestamp(secondsSince1970: moment.secondsSince1970 + seconds)
    }
}
