/// Values that a closure gives one after another, which may block in it: it runs on a thread of its own, one or two
/// values ahead, and whoever takes them can wait for other things, too, and stop waiting.
public final class PulledValues<Value: Sendable>: Sendable {
    /// What there is to take.
    public enum Turn: Sendable {
        /// The next value.
        case value(Value)
        /// There are no more.
        case end
        /// It has not come yet; `ready` is raised when it has.
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

    /// Raised while there is something to take.
    public let ready = WakeSignal()
    private let room = WakeSignal()
    private let state = Locked(State())

    /// Begins to pull; nil where the system has no thread for it.
    ///
    /// - Parameter pull: The next value; nil at the end, after which it is not called again.
    public init?(_ pull: @escaping @Sendable () -> Value?) {
        guard DetachedThread.start({ [self] in serve(pull) }) else { return nil }
    }

    /// What there is to take now.
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

    /// Pulls no more. A call of the closure that is under way is not waited for, and what it gives is dropped.
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
