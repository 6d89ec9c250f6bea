import Threads

/// Lets work run on threads of its own, so many at a time; what comes beyond that is turned away.
final class Turnstile: Sendable {
    private let inside = Locked<Int>(0)
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Starts `work`, unless there is no room; then what it holds is released undone.
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
