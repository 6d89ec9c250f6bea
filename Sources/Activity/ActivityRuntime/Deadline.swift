import Threads

/// Does something once when time is over, unless it is ended before.
public final class Deadline: Sendable {
    private let hasActed = Locked(false)
    private let over = WakeSignal()

    /// Calls `act` on a thread of its own after so many milliseconds.
    public init(milliseconds: Int32, _ act: @escaping @Sendable () -> Void) {
        let (hasActed, over) = (hasActed, over)
        DetachedThread.start {
            guard !over.wait(milliseconds: milliseconds) else { return }
            hasActed.withLock { $0 = true }
            act()
        }
    }

    /// Ends it; answers whether it has acted.
    @discardableResult
    public func end() -> Bool {
        over.raise()
        return hasActed.withLock { $0 }
    }
}
