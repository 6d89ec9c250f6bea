public import Threads

/// What a session is at, for those who want to stop it from another thread.
public final class SessionControl: Sendable {
    /// What may be stopped.
    public enum Activity: Sendable {
        /// A login is under way.
        case connecting
        /// A statement runs; the request ends it.
        case running(CancelRequest?)
    }

    private struct State {
        var activity: Activity?
        var wake = WakeSignal()
    }

    private let state = Locked(State())

    /// Nothing goes on yet.
    public init() {}

    /// Something begins; the signal, when it is raised, ends its waiting.
    public func begin(_ activity: Activity) -> WakeSignal {
        state.withLock { state in
            state.activity = activity
            return state.wake
        }
    }

    /// It is over.
    public func end() {
        state.withLock { state in
            state.activity = nil
            state.wake.lower()
        }
    }

    /// Asks the server to end the statement, or ends the login at once.
    public func cancel() {
        state.withLock { state in
            switch state.activity {
            case .connecting: state.wake.raise()
            case .running(let request): request?.send()
            case nil: break
            }
        }
    }

    /// Ends any waiting: the connection is of no more use after it.
    public func abort() {
        state.withLock { state in
            if state.activity != nil { state.wake.raise() }
        }
    }
}
