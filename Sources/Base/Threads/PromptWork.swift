/// Work that may block, for a thread that must not. Usually it is finished within a short wait, and its value is
/// returned directly; otherwise the value is delivered later.
public enum PromptWork {
    private enum Progress<Value: Sendable>: Sendable {
        case running
        case done(Value)
        /// The caller no longer waits.
        case late
    }

    /// Runs `work` on a thread of its own and waits briefly for it.
    ///
    /// - Parameters:
    ///   - milliseconds: The time to wait.
    ///   - late: Called with a late value, on that thread.
    /// - Returns: The value; nil when it takes longer, and when the system has no thread left.
    public static func value<Value: Sendable>(
        within milliseconds: Int32, _ work: @escaping @Sendable () -> Value,
        late: @escaping @Sendable (Value) -> Void = { _ in }
    ) -> Value? {
        let progress = Locked(Progress<Value>.running)
        let done = WakeSignal()
        let isStarted = DetachedThread.start {
            let value = work()
            let isLate = progress.withLock { progress -> Bool in
                if case .late = progress { return true }
                progress = .done(value)
                return false
            }
            if isLate { late(value) } else { done.raise() }
        }
        guard isStarted else { return nil }
        _ = done.wait(milliseconds: milliseconds)
        return progress.withLock { progress in
            if case .done(let value) = progress { return value }
            progress = .late
            return nil
        }
    }
}
