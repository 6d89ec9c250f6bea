import Glibc
public import SQLWire
public import Threads

/// A session's current activity, for stopping it from another thread.
public final class SessionControl: Sendable {
    /// An activity that can be stopped.
    public enum Activity: Sendable {
        /// A login is running.
        case connecting
        /// A statement waits for an earlier cancel request to end.
        case settling
        /// A statement is running; the request cancels it.
        case running(CancelRequest?)
    }

    private struct State {
        var activity: Activity?
        var turn = 0
        var remarks: [ServerMessage] = []
        var isBroken = false
        var socket: Int32?
    }

    private let state = Locked(State())
    private let wake = WakeSignal()

    /// An idle session.
    public init() {}

    /// Raised to cancel the statement: wakes waits on the client's side.
    public let cancellation = WakeSignal()

    /// Begins an activity. Raising the returned signal ends its waits; then `remarks` returns the reason.
    public func begin(_ activity: Activity) -> WakeSignal {
        state.withLock { state in
            // A statement continues after its wait: a request to drop the connection applies to both.
            if case .settling = state.activity {
                state.activity = activity
                return wake
            }
            state.activity = activity
            cancellation.lower()
            state.turn += 1
            state.remarks = []
            state.isBroken = false
            wake.lower()
            return wake
        }
    }

    /// Ends the activity.
    public func end() {
        state.withLock { state in
            state.activity = nil
            state.remarks = []
            state.isBroken = false
            wake.lower()
        }
    }

    /// From now on, dropping the connection also shuts down this socket, so that blocking library calls return; pass
    /// nil before closing it.
    public func hold(_ socket: Int32?) {
        state.withLock { $0.socket = socket }
    }

    /// For the session's thread after the signal woke it: the notices for the user before it waits on; nil when the
    /// connection must be dropped.
    public func remarks() -> [ServerMessage]? {
        state.withLock { state in
            if state.isBroken { return nil }
            defer { state.remarks = [] }
            wake.lower()
            return state.remarks
        }
    }

    /// Whether the connection must be dropped.
    public var isBroken: Bool { state.withLock { $0.isBroken } }

    /// Asks the server to cancel the statement, or aborts the login at once.
    public func cancel() {
        let pending = state.withLock { state -> (CancelRequest?, Int)? in
            switch state.activity {
            case .connecting:
                state.isBroken = true
                wake.raise()
                return nil
            case .running(let request):
                cancellation.raise()
                return (request, state.turn)
            case .settling, nil: return nil
            }
        }
        guard let (request, turn) = pending else { return }
        let report: @Sendable (String) -> Void = { [weak self] reason in self?.remark(reason, turn) }
        guard let request else { return report("the server gave no key for it") }
        request.send(report: report)
    }

    /// Ends any wait; afterwards the connection is unusable.
    public func abort() {
        state.withLock { state in
            guard state.activity != nil else { return }
            state.isBroken = true
            wake.raise()
            if let socket = state.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// A cancel request was not delivered: adds a notice to the statement of that turn, if it still runs.
    private func remark(_ reason: String, _ turn: Int) {
        state.withLock { state in
            guard state.turn == turn, case .running = state.activity else { return }
            var message = ServerMessage(
                severity: "WARNING", sqlState: "", text: "the request to cancel was not delivered: \(reason)")
            message.hint = "The statement still runs. Keep pressing Ctrl-C to drop the connection."
            state.remarks.append(message)
            wake.raise()
        }
    }

    /// The notice for a statement that begins while an earlier cancel request may still arrive.
    public static var lateRequest: ServerMessage {
        var message = ServerMessage(
            severity: "WARNING", sqlState: "",
            text: "an earlier request to cancel was not confirmed; if it arrives late, it ends this statement")
        message.hint = "Run the statement again if it is cancelled, or reconnect."
        return message
    }
}
