import Failures
import Threads

/// A running search and its waiting callers.
final class Flight: Sendable {
    private struct State {
        var outcome: CredentialExplanation?
        var waiting: [WakeSignal] = []
    }

    private let state = Locked(State())

    /// Ends the search for all waiting callers.
    func land(_ outcome: CredentialExplanation) {
        let waiting = state.withLock { state in
            state.outcome = outcome
            return state.waiting
        }
        for arrival in waiting { arrival.raise() }
    }

    /// Blocks until the search ends and returns its result.
    func wait() -> CredentialExplanation {
        let signal = WakeSignal()
        while true {
            let outcome = state.withLock { state in
                if state.outcome == nil { state.waiting.append(signal) }
                return state.outcome
            }
            if let outcome { return outcome }
            _ = signal.wait(milliseconds: 1_000)
            state.withLock { state in state.waiting.removeAll { $0 === signal } }
        }
    }
}
