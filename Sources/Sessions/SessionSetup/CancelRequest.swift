import CPlatform
import Glibc
public import Threads

/// Asks a server to cancel a session's statement, over another connection on a thread of its own.
public final class CancelRequest: Sendable {
    /// The outcome of a request.
    public enum Outcome: Sendable, Equatable {
        /// The server has received it, and it cannot hit a later statement.
        case delivered
        /// The server has not received it; the reason.
        case failed(String)
        /// The server may still receive it; the reason.
        case unconfirmed(String)
    }

    /// Sends a request to the server. Returns before the deadline (nanoseconds of the monotonic clock), and at once
    /// when the signal is raised.
    public typealias Ask = @Sendable (_ stop: WakeSignal, _ deadline: Int64) -> Outcome

    /// The time limit of a request in milliseconds, including its own login.
    public static let limit: Int32 = 8_000

    private final class Attempt: Sendable {
        let stop = WakeSignal()
        let done = WakeSignal()
        let outcome = Locked<Outcome?>(nil)
    }

    private let ask: Ask
    private let underWay = Locked<Attempt?>(nil)
    private let milliseconds: Int32

    /// A request that `ask` sends to the server.
    public init(milliseconds: Int32 = CancelRequest.limit, _ ask: @escaping Ask) {
        self.ask = ask
        self.milliseconds = milliseconds
    }

    /// Sends the request, unless one is running. `report` receives the reason of a failure on another thread.
    public func send(report: @escaping @Sendable (String) -> Void) {
        let attempt = underWay.withLock { underWay -> Attempt? in
            if let current = underWay, current.outcome.withLock({ $0 }) == nil { return nil }
            let attempt = Attempt()
            underWay = attempt
            return attempt
        }
        guard let attempt else { return }
        let deadline = qd_monotonic_nanoseconds() + Int64(milliseconds) * 1_000_000
        let hasStarted = DetachedThread.start { [ask] in
            let outcome = ask(attempt.stop, deadline)
            switch outcome {
            case .delivered: break
            case .failed(let reason), .unconfirmed(let reason): report(reason)
            }
            attempt.outcome.withLock { $0 = outcome }
            attempt.done.raise()
        }
        guard !hasStarted else { return }
        report("the system has no thread for it")
        attempt.outcome.withLock { $0 = .failed("") }
    }

    /// Waits until no request is running, because it would hit the next statement. The wait ends after the request's
    /// time limit, or when `wake` is raised.
    ///
    /// - Returns: Whether a request may still reach the server.
    public func settle(wake: WakeSignal) -> Bool {
        guard let attempt = underWay.withLock({ $0 }) else { return false }
        if attempt.outcome.withLock({ $0 }) == nil,
            qd_wait(attempt.done.descriptor, Int16(POLLIN), wake.descriptor, milliseconds + 1_000) != 1
        {
            attempt.stop.raise()
            _ = attempt.done.wait(milliseconds: 1_000)
        }
        let outcome = attempt.outcome.withLock { $0 }
        underWay.withLock { if $0 === attempt { $0 = nil } }
        switch outcome {
        case .delivered, .failed: return false
        case .unconfirmed, nil: return true
        }
    }

    /// Ends a running request because its session is gone.
    public func stop() {
        underWay.withLock { $0 }?.stop.raise()
    }
}
