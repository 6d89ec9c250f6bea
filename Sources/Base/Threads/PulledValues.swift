/// The values of a closure that may block. The closure runs on a thread of its own, one or two values ahead, so that
/// the consumer can wait for other events too, and can stop waiting.
public final class PulledValues<Value: Sendable>: Sendable {
    /// The result of `take`.
    public enum Turn: Sendable {
        case value(Value)
        case end
        /// The next value is not ready; `ready` is raised when it is.
        case notYet
    }

    private struct State: Sendable {
        var values: [Value] = []
        var isAtEnd = false
        var isStopped = false
    }

    private enum Step {
        case pull, wait, leave
    }

    /// Raised while `take` has a result.
    public let ready = WakeSignal()
    private let room = WakeSignal()
    private let state = Locked(State())

    /// Starts to pull; nil when the system has no thread left.
    ///
    /// - Parameter pull: Returns the next value; nil at the end, after which it is not called again.
    public init?(_ pull: @escaping @Sendable () -> Value?) {
        guard DetachedThread.start({ [self] in serve(pull) }) else { return nil }
    }

    /// The next value if it is ready.
    public func take() -> Turn {
        state.withLock { state in
            guard !state.values.isEmpty else {
                if state.isAtEnd { return .end }
                ready.lower()
                return .notYet
            }
            room.raise()
            return .value(state.values.removeFirst())
        }
    }

    /// Stops pulling. A running call of the closure is not waited for; its value is discarded.
    public func stop() {
        state.withLock { state in
            state.isStopped = true
            state.values = []
        }
        room.raise()
    }

    private func serve(_ pull: () -> Value?) {
        while true {
            let step = state.withLock { state -> Step in
                room.lower()
                return state.isStopped ? .leave : state.values.count < 2 ? .pull : .wait
            }
            switch step {
            case .leave: return
            case .wait: _ = room.wait(milliseconds: -1)
            case .pull:
                let value = pull()
                state.withLock { state in
                    if let value, !state.isStopped { state.values.append(value) }
                    if value == nil { state.isAtEnd = true }
                    ready.raise()
                }
                if value == nil { return }
            }
        }
    }
}

extension PulledValues {
    /// Waits for the next value; `notYet` when `stop` is raised first.
    public func next(unless stop: WakeSignal) -> Turn {
        while true {
            let turn = take()
            guard case .notYet = turn, !ready.wait(unless: stop) else { return turn }
        }
    }
}
