import Glibc
import Threads

/// Keeps the rate of new connections below the rate at which Aurora throttles IAM logins.
///
/// Source: Aurora User Guide, IAM database authentication: 200 new connections a second. The limit here leaves some to
/// other clients.
final class ConnectionPace: Sendable {
    private let interval: Int64
    private let burst: Int64
    private let next = Locked<Int64>(0)

    init(perSecond: Int, burst: Int = 20) {
        interval = 1_000_000_000 / Int64(max(perSecond, 1))
        self.burst = Int64(burst) * interval
    }

    /// Reserves the next turn and returns the wait before it in milliseconds.
    func turn(at now: Int64 = ConnectionPace.nanoseconds) -> Int {
        next.withLock { next in
            // Unused turns accumulate up to a limit.
            next = max(next, now - burst) + interval
            return Int(max(0, next - now) + 999_999) / 1_000_000
        }
    }

    /// Waits for a turn; false when the relay stops.
    func wait(_ stop: StopSignal) -> Bool {
        let pause = turn()
        guard pause > 0 else { return true }
        if case .stopped = stop.wait(for: -1, 0, until: Deadline(milliseconds: pause)) { return false }
        return true
    }

    private static var nanoseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
