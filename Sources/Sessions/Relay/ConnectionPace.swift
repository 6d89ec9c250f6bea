import Glibc
import Threads

/// Keeps new connections to a server below the rate at which Aurora throttles IAM logins.
///
/// Source: Aurora User Guide, IAM database authentication: 200 new connections a second. Some are left to others.
final class ConnectionPace: Sendable {
    private let interval: Int64
    private let burst: Int64
    private let next = Locked<Int64>(0)

    init(perSecond: Int = 150, burst: Int = 20) {
        interval = 1_000_000_000 / Int64(max(perSecond, 1))
        self.burst = Int64(burst) * interval
    }

    /// Takes the next turn; answers for how many milliseconds to wait before it.
    func turn(at now: Int64 = ConnectionPace.nanoseconds) -> Int {
        next.withLock { next in
            // Turns that nobody took are saved up, to a limit.
            next = max(next, now - burst) + interval
            return Int(max(0, next - now) + 999_999) / 1_000_000
        }
    }

    /// Waits for a turn; false when it is time to stop.
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
