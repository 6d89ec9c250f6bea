package import AWSCredentials
package import Audit
import Console
import Endpoints
package import Failures
import Glibc
import Relay
import SQLText
package import SQLWire
import SigV4
import Threads
import Timestamps
package import TokenDelivery

/// Writes the audit of one run of the program, in order, on its own thread. A write error is reported once and stops
/// nothing.
package final class AuditWriter: Sendable {
    private struct State {
        var waiting: [AuditRecord] = []
        var isWriting = false
        var hasFailed = false
    }

    private let log: AuditLog
    private let ticket: String?
    private let report: @Sendable (Failure) -> Void
    private let state = Locked(State())
    private let idle = WakeSignal()

    private static let patience: Int32 = 3_000

    /// - Parameter report: Receives the first write error.
    package init(
        _ session: Session,
        report: @escaping @Sendable (Failure) -> Void = {
            ErrorReport.warn("the audit is not written: \($0.why ?? $0.what)")
        }
    ) {
        log = AuditLog(directory: session.auditDirectory)
        ticket = session.ticket
        self.report = report
    }

    /// An incomplete record of a login.
    package func record(_ event: AuditRecord.Event, _ login: Login) -> AuditRecord {
        var record = AuditRecord(
            at: Timestamp.byTheSystem(), event: event, cluster: login.cluster, host: login.endpoint.host,
            user: login.user)
        record.region = login.region
        record.ticket = ticket
        record.process = getpid()
        return record
    }

    /// Records a signed token. This function and the next ones block for a disk write.
    package func signed(_ token: SignedToken, with found: ResolvedCredentials) {
        var record = record(.tokenSigned, token.login)
        record.accessKey = found.credentials.accessKeyID
        record.source = found.source
        record.expiresAt = token.expiry.expiresAt
        append(record)
    }

    /// Records that a token left the program.
    package func used(_ event: AuditRecord.Event, _ token: SignedToken, _ detail: String?) {
        var record = record(event, token.login)
        record.expiresAt = token.expiry.expiresAt
        record.detail = detail
        append(record)
    }

    /// Records that a program gets the login.
    ///
    /// - Parameter waits: Whether the call blocks until the record is on disk.
    package func handedOff(_ login: Login, _ program: String, waits: Bool = true) {
        var record = record(.handedOff, login)
        record.detail = program
        if waits { append(record) } else { write(record) }
    }

    /// Records an event of a program's connection. Blocks for a disk write.
    func connection(_ event: RelayEvent, _ login: Login) {
        switch event {
        case .opened(let user): append(record(.proxyOpened, login.changing(user: user)))
        case .closed(let user, let seconds, let sent, let received):
            var record = record(.proxyClosed, login.changing(user: user))
            record.detail = "\(seconds) s, sent \(sent) bytes, received \(received) bytes"
            append(record)
        case .refused(let user, let words):
            var record = record(.loginRefused, login.changing(user: user))
            record.detail = words
            append(record)
        }
    }

    /// Records the request to end another session or its statement, and the server's answer. Does not block.
    ///
    /// - Parameter outcome: Whether the server has such a session; its refusal.
    package func ended(
        _ pid: UInt64, terminates: Bool, _ outcome: Result<Bool, Failure>, on cluster: String, _ login: Login?
    ) {
        var record = AuditRecord(
            at: Timestamp.byTheSystem(), event: terminates ? .sessionTerminated : .statementCancelled,
            cluster: cluster, host: login?.endpoint.host ?? "", user: login?.user ?? "")
        (record.region, record.ticket, record.process) = (login?.region, ticket, getpid())
        record.detail =
            switch outcome {
            case .success(true): "session \(pid)"
            case .success(false): "session \(pid): the server has no such session"
            case .failure(let failure): "session \(pid): \(failure.explained)"
            }
        write(record)
    }

    /// Records an event of a session, from a thread that must not wait for a disk.
    package func session(_ word: AuditedSession.Word, _ login: Login) {
        switch word {
        case .opened: write(record(.sessionOpened, login))
        case .closed(let statements):
            var record = record(.sessionClosed, login)
            record.statements = statements
            write(record)
        case .refused(let words):
            var record = record(.loginRefused, login)
            record.detail = words
            write(record)
        case .requested(let request):
            var record = record(request.terminates ? .sessionTerminated : .statementCancelled, login)
            record.detail = request.words
            write(record)
        }
    }

    /// Writes a record later, on its own thread.
    private func write(_ record: AuditRecord) {
        let starts = state.withLock { state in
            state.waiting.append(record)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        guard starts else { return }
        idle.lower()
        if !DetachedThread.start({ [self] in drain() }) { drain() }
    }

    /// Waits until all records are written, at most a few seconds.
    package func flush() {
        guard state.withLock({ $0.isWriting }) else { return }
        _ = idle.wait(milliseconds: Self.patience)
    }

    private func drain() {
        while true {
            let next = state.withLock { state -> [AuditRecord] in
                let next = state.waiting
                state.waiting = []
                if next.isEmpty { state.isWriting = false }
                return next
            }
            guard !next.isEmpty else { return idle.raise() }
            for record in next { append(record) }
        }
    }

    private func append(_ record: AuditRecord) {
        do throws(Failure) {
            try log.append(record)
        } catch {
            let isFirst = state.withLock { state in
                defer { state.hasFailed = true }
                return !state.hasFailed
            }
            if isFirst { report(error) }
        }
    }
}

extension TokenSource {
    /// A session that records its opening and end.
    ///
    /// - Parameter reportsEndings: Whether statements that end other sessions are recorded, too.
    package func audited(_ session: any SQLSession, reportsEndings: Bool = true) -> any SQLSession {
        guard let audit else { return session }
        let login = login
        return AuditedSession(session, reportsEndings ? SessionFactory.dialect(login.engine) : nil) {
            audit.session($0, login)
        }
    }
}
