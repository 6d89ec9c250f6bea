import Glibc
public import SQLCore
public import Threads

/// What a session is at, for those who want to stop it from another thread.
public final class SessionControl: Sendable {
    /// What may be stopped.
    public enum Activity: Sendable {
        /// A login is under way.
        case connecting
        /// A statement is about to run, once an earlier request to cancel has ended.
        case settling
        /// A statement runs; the request ends it.
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

    /// Nothing goes on yet.
    public init() {}

    /// Raised when the statement was to be cancelled: what waits for its own side goes by it.
    public let cancellation = WakeSignal()

    /// Something begins. The signal, when it is raised, ends its waiting: `remarks` then says what for.
    public func begin(_ activity: Activity) -> WakeSignal {
        state.withLock { state in
            // A statement goes on where it has waited: a request to break the connection holds for both.
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

    /// It is over.
    public func end() {
        state.withLock { state in
            state.activity = nil
            state.remarks = []
            state.isBroken = false
            wake.lower()
        }
    }

    /// From now on breaking the connection also shuts down this socket, so that no call of a library that waits by
    /// itself goes on; nil before it is closed.
    public func hold(_ socket: Int32?) {
        state.withLock { $0.socket = socket }
    }

    /// For the session's thread that the signal woke: what to tell the user before it waits on; nil when the connection
    /// is to be broken.
    public func remarks() -> [ServerMessage]? {
        state.withLock { state in
            if state.isBroken { return nil }
            defer { state.remarks = [] }
            wake.lower()
            return state.remarks
        }
    }

    /// Whether the connection is to be broken.
    public var isBroken: Bool { state.withLock { $0.isBroken } }

    /// Asks the server to end the statement, or ends the login at once.
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

    /// Ends any waiting: the connection is of no more use after it.
    public func abort() {
        state.withLock { state in
            guard state.activity != nil else { return }
            state.isBroken = true
            wake.raise()
            if let socket = state.socket { shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// A request to cancel was not delivered: the statement of that turn, if it still runs, has the user told.
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

    /// What a statement is told that begins while an earlier request to cancel may still be on its way.
    public static var lateRequest: ServerMessage {
        var message = ServerMessage(
            severity: "WARNING", sqlState: "",
            text: "an earlier request to cancel was not confirmed; if it arrives late, it ends this statement")
        message.hint = "Run the statement again if it is cancelled, or reconnect."
        return message
    }
}
