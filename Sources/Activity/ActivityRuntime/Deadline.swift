import Threads

/// Calls a closure once at a deadline, unless it is ended before.
public final class Deadline: Sendable {
    private let hasActed = Locked(false)
    private let over = WakeSignal()

    /// Calls `act` on its own thread after `milliseconds`.
    public init(milliseconds: Int32, _ act: @escaping @Sendable () -> Void) {
        let (hasActed, over) = (hasActed, over)
        DetachedThread.start {
            guard !over.wait(milliseconds: milliseconds) else { return }
            hasActed.withLock { $0 = true }
            act()
        }
    }

    /// Ends the deadline; returns whether `act` was called.
    @discardableResult
    public func end() -> Bool {
        over.raise()
        return hasActed.withLock { $0 }
    }
}
