/// Work that may block, for a thread that must not: mostly it is done at once, and then its value is there without a
/// detour; else the thread goes on and is told later.
public enum PromptWork {
    private enum Progress<Value: Sendable>: Sendable {
        case running
        case done(Value)
        /// Nobody waits any more.
        case late
    }

    /// Does `work` on a thread of its own and waits for it a little.
    ///
    /// - Parameters:
    ///   - milliseconds: How long.
    ///   - late: Told the value, on that thread, when it came too late.
    /// - Returns: The value; nil when it takes longer, and where the system has no thread for it.
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
