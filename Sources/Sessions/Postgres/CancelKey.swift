import CLibpq
import CPlatform
import Glibc
import SessionSetup
import Threads

/// The key for cancelling a session's statements, received when the session is opened.
///
/// libpq 17 and later send the request over verified TLS. Older versions can only send it without TLS; it contains the
/// process id and a number that is valid only for cancelling. Neither contains the token.
final class CancelKey: @unchecked Sendable {
    /// An older library waits for the server's answer itself, without a limit.
    private static let mostStuck = 3

    // One request at a time uses `encrypted`. libpq only reads `plain`, so threads may share it.
    private let encrypted: OpaquePointer?
    private let plain: OpaquePointer?
    private let pq: UnsafePointer<qd_pq>
    private let stuck = Locked(0)

    init?(_ connection: Connection) {
        pq = connection.pq
        let functions = pq.pointee
        let isComplete =
            functions.cancel_start != nil && functions.cancel_poll != nil && functions.cancel_socket != nil
            && functions.cancel_error != nil && functions.cancel_reset != nil && functions.cancel_finish != nil
        if isComplete, let create = functions.cancel_create {
            (encrypted, plain) = (create(connection.handle), nil)
        } else {
            (encrypted, plain) = (nil, functions.PQgetCancel(connection.handle))
        }
        if encrypted == nil, plain == nil { return nil }
    }

    deinit {
        if let encrypted { pq.pointee.cancel_finish?(encrypted) }
        if let plain { pq.pointee.PQfreeCancel(plain) }
    }

    var request: CancelRequest {
        CancelRequest { [self] stop, deadline in
            if let encrypted { return ask(encrypted, stop, deadline) }
            return askPlainly(stop, deadline)
        }
    }

    private func ask(_ request: OpaquePointer, _ stop: WakeSignal, _ deadline: Int64) -> CancelRequest.Outcome {
        let functions = pq.pointee
        defer { functions.cancel_reset?(request) }
        guard functions.cancel_start?(request) == 1 else { return .failed(problem(request)) }
        var state = PGRES_POLLING_WRITING
        while state != PGRES_POLLING_OK {
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            let socket = functions.cancel_socket?(request) ?? -1
            switch qd_wait(socket, Int16(events), stop.descriptor, Self.milliseconds(until: deadline)) {
            case 2: return .unconfirmed("stopped")
            case 0: return .unconfirmed("no answer within \(CancelRequest.limit / 1_000) s")
            default: state = functions.cancel_poll?(request) ?? PGRES_POLLING_FAILED
            }
            if state == PGRES_POLLING_FAILED { return .failed(problem(request)) }
        }
        return .delivered
    }

    private func problem(_ request: OpaquePointer) -> String {
        let text = pq.pointee.cancel_error?(request).map { String(cString: $0) } ?? ""
        return text.split(separator: "\n").first.map { String($0) } ?? "no reason given"
    }

    /// On a thread of its own, which callers wait for until the deadline at most.
    private func askPlainly(_ stop: WakeSignal, _ deadline: Int64) -> CancelRequest.Outcome {
        let isAllowed = stuck.withLock { stuck in
            guard stuck < Self.mostStuck else { return false }
            stuck += 1
            return true
        }
        guard isAllowed else { return .failed("\(Self.mostStuck) earlier requests have no answer yet") }
        let outcome = Locked<CancelRequest.Outcome?>(nil)
        let done = WakeSignal()
        let hasStarted = DetachedThread.start { [self] in
            var problem = [CChar](repeating: 0, count: 256)
            let isDelivered = pq.pointee.PQcancel(plain, &problem, Int32(problem.count)) == 1
            outcome.withLock { $0 = isDelivered ? .delivered : .failed(text(of: problem)) }
            stuck.withLock { $0 -= 1 }
            done.raise()
        }
        guard hasStarted else { return .failed("the system has no thread for it") }
        switch qd_wait(done.descriptor, Int16(POLLIN), stop.descriptor, Self.milliseconds(until: deadline)) {
        case 1: return outcome.withLock { $0 } ?? .failed("no reason given")
        case 2: return .unconfirmed("stopped")
        default: return .unconfirmed("no answer within \(CancelRequest.limit / 1_000) s")
        }
    }

    private static func milliseconds(until deadline: Int64) -> Int32 {
        let left = deadline - qd_monotonic_nanoseconds()
        return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
    }
}
