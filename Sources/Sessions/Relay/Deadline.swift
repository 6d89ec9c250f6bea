import Glibc

/// The end of a time limit.
struct Deadline: Sendable {
    private let nanoseconds: Int64

    init(milliseconds: Int) {
        nanoseconds = Self.now + Int64(milliseconds) * 1_000_000
    }

    /// The earlier one of two time limits.
    func earlier(_ other: Deadline?) -> Deadline {
        guard let other, other.nanoseconds < nanoseconds else { return self }
        return other
    }

    /// The remaining time, rounded up, for `poll`.
    var milliseconds: Int32 {
        Int32(clamping: max(0, (nanoseconds - Self.now + 999_999) / 1_000_000))
    }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
