import CLibpq
import CPlatform
import CTLS
import Failures
import Glibc
import SQLWire
import Secrets
import SessionSetup
import Threads

/// One connection of libpq, used by one thread at a time and closed on release.
final class Connection {
    let pq: UnsafePointer<qd_pq>
    let handle: OpaquePointer
    private let inbox: NoticeInbox
    /// The state of the network's silence.
    var silence = qd_silence()

    /// Takes ownership of a connection that libpq has started.
    private init(owning handle: OpaquePointer, _ library: Library) {
        self.handle = handle
        pq = library.pq
        inbox = NoticeInbox(pq)
        inbox.listen(on: handle)
    }

    deinit {
        pq.pointee.PQfinish(handle)
    }

    /// Logs in. Two verifications happen before anything but the request for TLS is sent: libpq's own (`verify-full`),
    /// and a second one of the connection's TLS object. The second does not compare descriptors, because libpq 18 reads
    /// and writes itself and OpenSSL knows no descriptor.
    static func open(
        _ plan: SessionPlan, _ attempt: LoginAttempt, _ library: Library, wake: WakeSignal
    ) throws(SessionError) -> Connection {
        let token: Secret
        do throws(Failure) {
            token = try plan.token()
        } catch {
            throw SessionError(.unusable, error)
        }
        let parameters = LoginParameters(plan, attempt, libraryVersion: library.pq.pointee.PQlibVersion())
        let handle = parameters.withPointers(token: token) { keywords, values in
            library.pq.pointee.PQconnectStartParams(keywords, values, 0)
        }
        guard let handle else {
            throw SessionError(.unusable, Failure(.internalError, "libpq has no memory for a connection"))
        }
        let connection = Connection(owning: handle, library)
        do throws(SessionError) {
            try connection.shakeHands(plan, attempt, wake)
            // Otherwise libpq waits itself, without a limit, until a server has read the data.
            _ = library.pq.pointee.PQsetnonblocking(handle, 1)
        } catch {
            guard error.kind == .untrusted,
                let reason = FailedLogin(plan, attempt, .postgresql, wake: wake).certificateProblem
            else { throw error }
            throw .untrusted(plan, because: reason, mayHaveToken: connection.mayHaveGivenToken)
        }
        return connection
    }

    /// The progress of the login.
    private var step: LoginStep {
        switch pq.pointee.PQstatus(handle) {
        case CONNECTION_NEEDED, CONNECTION_STARTED: .connecting
        case CONNECTION_MADE where pq.pointee.PQsslInUse(handle) != 0: .secured
        case CONNECTION_MADE, CONNECTION_SSL_STARTUP:
            pq.pointee.PQsslStruct(handle, "OpenSSL") == nil ? .connected : .securing
        case CONNECTION_AWAITING_RESPONSE: mayHaveGivenToken ? .tokenSent : .secured
        default: .accepted
        }
    }

    /// Whether the server has requested a password, which libpq sends at once. Source: libpq, PQconnectionUsedPassword.
    private var mayHaveGivenToken: Bool { pq.pointee.PQconnectionUsedPassword(handle) != 0 }

    private func shakeHands(_ plan: SessionPlan, _ attempt: LoginAttempt, _ wake: WakeSignal) throws(SessionError) {
        var state = PGRES_POLLING_WRITING
        var step = LoginStep.connecting
        var isVerified = false
        guard pq.pointee.PQstatus(handle) != CONNECTION_BAD else { throw refusal(plan, attempt, step, wake) }
        while state != PGRES_POLLING_OK {
            let events = state == PGRES_POLLING_READING ? POLLIN : POLLOUT
            let ready = qd_wait(
                pq.pointee.PQsocket(handle), Int16(events), wake.descriptor, attempt.millisecondsLeft)
            if ready == 2 { throw .connectCancelled }
            if ready == 0 { throw .tooLate(at: self.step, plan) }
            state = pq.pointee.PQconnectPoll(handle)
            if state == PGRES_POLLING_FAILED {
                throw refusal(plan, attempt, mayHaveGivenToken ? max(step, .tokenSent) : step, wake)
            }
            // libpq returns once between the TLS handshake and its first message to the server.
            if !isVerified, hasShakenHands {
                try verify(plan)
                isVerified = true
            }
            step = self.step
        }
        if !isVerified { try verify(plan) }
    }

    private var hasShakenHands: Bool {
        // The same states occur before the request for TLS.
        guard pq.pointee.PQsslInUse(handle) != 0 else { return false }
        return [CONNECTION_MADE, CONNECTION_AWAITING_RESPONSE, CONNECTION_AUTH_OK, CONNECTION_OK].contains(
            pq.pointee.PQstatus(handle))
    }

    private func verify(_ plan: SessionPlan) throws(SessionError) {
        var reason = [CChar](repeating: 0, count: 512)
        let session = pq.pointee.PQsslStruct(handle, "OpenSSL")
        guard qd_tls_load() == 0, qd_tls_verify(session, plan.host, &reason, reason.count) == 0
        else { throw .untrusted(plan, because: text(of: reason), mayHaveToken: mayHaveGivenToken) }
        remember(session, plan)
    }

    private func remember(_ session: UnsafeMutableRawPointer?, _ plan: SessionPlan) {
        guard plan.authorities.remembers else { return }
        var anchor = [UInt8](repeating: 0, count: 16_384)
        let length = anchor.withUnsafeMutableBytes { bytes in
            qd_tls_anchor(session, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        if length > 0 { plan.authorities.remember([UInt8](anchor.prefix(length)), for: plan.host) }
    }

    private func refusal(
        _ plan: SessionPlan, _ attempt: LoginAttempt, _ step: LoginStep, _ wake: WakeSignal
    ) -> SessionError {
        let text = pq.pointee.PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        if let refusal = SessionError.refusal(text, plan) { return refusal }
        let reason = SessionError.reason(in: text)
        return FailedLogin(plan, attempt, .postgresql, wake: wake).error(at: step, because: reason)
    }

    /// The server's last message, if it ended the connection with it.
    var farewell: ServerMessage? { inbox.farewell }

    /// Reads input while idle. Returns whether the connection still exists.
    func look() -> Bool {
        let isReadable = pq.pointee.PQconsumeInput(handle) != 0
        // Consumes the input, so that it does not wake the thread again. A server's last message arrives as a notice.
        _ = pq.pointee.PQisBusy(handle)
        return isReadable && !isBroken && farewell == nil
    }

    /// The notices and notifications that arrived since the last call.
    func takeNotices() -> [ServerMessage] {
        inbox.collectNotifications(of: handle)
        return inbox.take()
    }

    /// Collects the notifications that libpq has read, without delivering them.
    func collectNotifications() { inbox.collectNotifications(of: handle) }

    var socket: Int32 { pq.pointee.PQsocket(handle) }

    var isBroken: Bool { pq.pointee.PQstatus(handle) == CONNECTION_BAD }

    /// The first line of libpq's last error, which states the fact; the other lines guess.
    var lastError: String {
        let text = pq.pointee.PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        return text.split(separator: "\n").first.map { String($0) } ?? ""
    }

    var transaction: SessionState.Transaction {
        switch pq.pointee.PQtransactionStatus(handle) {
        case PQTRANS_INTRANS, PQTRANS_ACTIVE: .open
        case PQTRANS_INERROR: .failed
        default: .none
        }
    }

    func parameter(_ name: String) -> String? {
        pq.pointee.PQparameterStatus(handle, name).map { String(cString: $0) }
    }
}

func text(of characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
