public import Threads

/// Asks a server to end a session's statement, over another connection and so on a thread of its own.
public final class CancelRequest: Sendable {
    private let ask: @Sendable (_ stop: WakeSignal) -> Void
    private let isUnderWay = Locked(false)
    private let done = WakeSignal()
    private let stop = WakeSignal()

    /// A request that `ask` brings to the server; it returns early when `stop` is raised.
    public init(_ ask: @escaping @Sendable (_ stop: WakeSignal) -> Void) {
        self.ask = ask
    }

    /// Sends the request, unless one is on its way.
    public func send() {
        let isFirst = isUnderWay.withLock { isUnderWay in
            defer { isUnderWay = true }
            return !isUnderWay
        }
        guard isFirst else { return }
        let hasStarted = DetachedThread.start { [self] in
            ask(stop)
            finish()
        }
        if !hasStarted { finish() }
    }

    /// Waits until no request is on its way, since it would hit the next statement. One that takes longer than the
    /// network takes to notice that nobody is there is told to stop.
    public func settled() {
        while isUnderWay.withLock({ $0 }) {
            if !done.wait(milliseconds: 11_000) { stop.raise() }
            done.lower()
        }
        stop.lower()
    }

    private func finish() {
        isUnderWay.withLock { $0 = false }
        done.raise()
    }
}
