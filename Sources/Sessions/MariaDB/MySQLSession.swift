import CMariaDB
import CPlatform
import Failures
import Glibc
import SQLText
public import SQLWire
public import SessionSetup
import Threads

/// A session at a MySQL or MariaDB server.
public actor MySQLSession: SQLSession {
    private let plan: SessionPlan
    private let secrets = LoginSecrets()
    private let executor: SerialThread
    private let control = SessionControl()
    private var connection: Connection?
    private var cancelRequest: CancelRequest?
    /// Why the connection is lost, until the session is opened again.
    private var lastLoss: SessionError?
    private var record = TransactionRecord(.mysql)

    /// A session that is not open yet. Nil when the system has no thread left.
    public init?(_ plan: SessionPlan) {
        guard let executor = SerialThread() else { return nil }
        self.plan = plan.watched(by: secrets)
        self.executor = executor
    }

    /// The session's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Logs in with a valid token.
    public func open() async throws(SessionError) {
        do throws(SessionError) {
            try logIn()
        } catch {
            throw secrets.cleaned(error)
        }
    }

    private func logIn() throws(SessionError) {
        disconnect()
        lastLoss = nil
        record = TransactionRecord(.mysql)
        let wake = control.begin(.connecting)
        defer { control.end() }
        let library = try Library.open()
        let opened = try plan.logIn(wake: wake) { attempt throws(SessionError) in
            try Connection.open(plan, attempt, library, wake: wake)
        }
        connection = opened
        control.hold(opened.socket)
        opened.limit(until: qd_monotonic_nanoseconds() + Int64(plan.connectTimeout) * 1_000_000_000)
        let kill = KillRequest(
            plan: plan, address: opened.address, identifier: opened.identifier, server: ServerIdentity(opened))
        opened.limit(until: 0)
        cancelRequest = CancelRequest { stop, deadline in kill.run(library, stop: stop, deadline: deadline) }
        if plan.isReadOnly { try require("SET SESSION TRANSACTION READ ONLY", opened) }
        if let seconds = plan.statementTimeout { try limit(seconds, opened) }
        watch()
    }

    /// A MariaDB server ends every statement after a time limit, MySQL only a SELECT.
    private func limit(_ seconds: Int, _ connection: Connection) throws(SessionError) {
        if try refusal("SET SESSION max_statement_time = \(seconds)", connection) == nil { return }
        try require("SET SESSION max_execution_time = \(seconds * 1_000)", connection)
    }

    private func require(_ setting: String, _ connection: Connection) throws(SessionError) {
        guard let refusal = try refusal(setting, connection) else { return }
        disconnect()
        throw SessionError(
            .refused, Failure(.notPermitted, "\(plan.host) refused \"\(setting)\"", why: refusal.text))
    }

    private func refusal(_ setting: String, _ connection: Connection) throws(SessionError) -> ServerMessage? {
        var refusal: ServerMessage?
        let run = StatementRun(connection) { event in
            if case .failed(let message) = event { refusal = message }
        }
        do throws(Interrupted) {
            try run.run(Array(setting.utf8))
        } catch {
            throw lost(error)
        }
        return refusal
    }

    /// Runs a text; see `SQLSession`. MySQL reads no data from its client.
    public func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError) {
        guard let connection else { throw lastLoss?.refusing(plan, .mysql) ?? .notOpen }
        let refusal = plan.readOnlyRefusal(
            of: text, .mysql, hasBackslashEscapes: hasBackslashEscapes(connection),
            isInTransaction: connection.transaction != .none)
        if let refusal { return deliver(.failed(refusal)) }
        let secrets = secrets
        let deliver: @Sendable (ResultEvent) -> Void = { event in deliver(secrets.cleaned(event)) }
        executor.watch(nil)
        try settle(deliver)
        if let farewell = connection.farewell() {
            throw end(with: record.loss(farewell.reason)).refusing(plan, .mysql)
        }
        _ = control.begin(.running(cancelRequest))
        defer { control.end() }
        if plan.isReadOnly, !plan.asksForItself, ReadOnlyJudge.mayWrite(text) {
            // A routine that ran before may have turned the mode off; the server does not report such a change.
            let setting = StatementRun(connection, remarks: { [control] in control.remarks() }, deliver: { _ in })
            do throws(Interrupted) {
                try setting.run(Array("SET SESSION TRANSACTION READ ONLY".utf8))
            } catch {
                throw lost(error).refusing(plan, .mysql)
            }
        }
        note(connection)
        record.begin(text, hasBackslashEscapes: hasBackslashEscapes(connection))
        let run = StatementRun(
            connection, remarks: { [control] in control.remarks() }, record: record, deliver: deliver)
        do throws(Interrupted) {
            try run.run(text)
        } catch {
            record = run.record
            // A blocking library call reports that its socket was shut down.
            let end = control.isBroken ? Interrupted(reason: nil, isUnsent: error.isUnsent) : error
            throw lost(end)
        }
        record = run.record
        note(connection)
        record.end()
        watch()
    }

    private func note(_ connection: Connection) {
        record.note(connection.transaction, commitsByItself: connection.commitsByItself)
    }

    private func hasBackslashEscapes(_ connection: Connection) -> Bool {
        connection.status & UInt32(QD_MYSQL_NO_BACKSLASH_ESCAPES) == 0
    }

    /// Always empty: the server reports columns only with the result.
    public func describe(_ text: [UInt8]) async -> [Column] { [] }

    /// The state as of the server's last answer.
    public func state() async -> SessionState {
        guard let connection else {
            return SessionState(
                isOpen: false, transaction: .none, identifier: 0, serverVersion: "", hasBackslashEscapes: true)
        }
        let version = connection.my.pointee.mysql_get_server_info(connection.link.pointee.mysql)
        return SessionState(
            isOpen: true, transaction: connection.transaction, identifier: connection.identifier,
            serverVersion: secrets.cleaned(version.map { String(cString: $0) } ?? ""),
            hasBackslashEscapes: hasBackslashEscapes(connection))
    }

    /// Why the connection is lost.
    public func loss() async -> SessionError? { lastLoss }

    /// Asks the server to cancel the statement; aborts a login.
    public nonisolated func cancel() {
        control.cancel()
        plan.stopFetching()
    }

    /// Drops the connection.
    public nonisolated func abort() {
        control.abort()
        plan.stopFetching()
    }

    /// Logs out.
    public func close() async {
        disconnect()
    }

    /// Waits for an earlier cancel request, which would hit the next statement.
    private func settle(_ deliver: (ResultEvent) -> Void) throws(SessionError) {
        let wake = control.begin(.settling)
        if cancelRequest?.settle(wake: wake) == true { deliver(.notice(SessionControl.lateRequest)) }
        guard control.isBroken else { return }
        control.end()
        throw lost(Interrupted(reason: nil)).refusing(plan, .mysql)
    }

    private func disconnect() {
        executor.watch(nil)
        control.hold(nil)
        cancelRequest?.stop()
        cancelRequest = nil
        connection = nil
    }

    private func lost(_ interrupted: Interrupted) -> SessionError {
        end(
            with: record.loss(
                interrupted.reason, isDropped: interrupted.reason == nil, isUnsent: interrupted.isUnsent))
    }

    private func end(with loss: Loss) -> SessionError {
        disconnect()
        let error = secrets.cleaned(.lost(plan, loss, .mysql))
        lastLoss = error
        return error
    }

    private func watch() {
        guard let connection else { return }
        executor.watch(connection.socket) { [weak self] in
            Task { await self?.lookAtSocket() }
        }
    }

    /// While idle, MySQL sends only the end of the connection.
    private func lookAtSocket() {
        guard let connection else { return }
        guard let farewell = connection.farewell() else { return watch() }
        plan.onLoss(end(with: record.loss(farewell.reason)))
    }
}
