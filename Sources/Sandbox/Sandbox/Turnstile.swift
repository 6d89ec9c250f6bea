import Threads

/// Runs work on threads of its own, up to a limit; work beyond it is refused.
final class Turnstile: Sendable {
    private let inside = Locked<Int>(0)
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Starts `work`, or releases it without running it when the limit is reached.
    func pass(_ work: @escaping @Sendable () -> Void) {
        let isAdmitted = inside.withLock { count in
            guard count < capacity else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { return }
        DetachedThread.start { [self] in
            work()
            inside.withLock { $0 -= 1 }
        }
    }
}
