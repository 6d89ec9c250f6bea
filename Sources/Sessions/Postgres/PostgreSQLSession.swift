import CLibpq
import Failures
import Glibc
public import SQLWire
public import SessionSetup
import Threads

/// A session at a PostgreSQL server.
public actor PostgreSQLSession: SQLSession {
    private let plan: SessionPlan
    private let secrets = LoginSecrets()
    private let executor: SerialThread
    private let control = SessionControl()
    private var connection: Connection?
    private var cancelRequest: CancelRequest?
    /// Why the connection is lost, until the session is opened again.
    private var lastLoss: SessionError?
    private var record = TransactionRecord(.postgresql)

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
        record = TransactionRecord(.postgresql)
        let wake = control.begin(.connecting)
        defer { control.end() }
        let library = try Library.open()
        let opened = try plan.logIn(wake: wake) { attempt throws(SessionError) in
            try Connection.open(plan, attempt, library, wake: wake)
        }
        connection = opened
        control.hold(opened.socket)
        cancelRequest = CancelKey(opened)?.request
        try prepare(opened, wake)
        watch()
    }

    /// Applies the cluster's settings to the session.
    private func prepare(_ connection: Connection, _ wake: WakeSignal) throws(SessionError) {
        var settings: [String] = []
        if plan.isReadOnly { settings.append("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY") }
        if let seconds = plan.statementTimeout { settings.append("SET statement_timeout = '\(seconds)s'") }
        guard !settings.isEmpty else { return }
        var refusal: ServerMessage?
        var run = StatementRun(connection, wake: wake, input: nil) { event in
            if case .failed(let message) = event { refusal = message }
        }
        do throws(Interrupted) {
            try run.run(Array(settings.joined(separator: "; ").utf8))
        } catch {
            throw lost(error)
        }
        if let refusal {
            disconnect()
            throw SessionError(
                .refused,
                Failure(.notPermitted, "\(plan.host) refused the session's settings", why: refusal.text))
        }
    }

    /// Runs a text; see `SQLSession`.
    public func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError) {
        guard let connection else { throw lastLoss?.refusing(plan, .postgresql) ?? .notOpen }
        let secrets = secrets
        let deliver: @Sendable (ResultEvent) -> Void = { event in deliver(secrets.cleaned(event)) }
        guard !text.contains(0) else {
            var message = ServerMessage(
                severity: "ERROR", sqlState: "22021", text: "the statement has a byte of value 0 in it")
            message.hint = "PostgreSQL's text cannot hold one"
            deliver(.failed(message))
            return
        }
        let refusal = plan.readOnlyRefusal(
            of: text, .postgresql, hasBackslashEscapes: connection.hasBackslashEscapes,
            isInTransaction: connection.transaction != .none)
        if let refusal { return deliver(.failed(refusal)) }
        executor.watch(nil)
        try settle(deliver)
        guard connection.look() else { throw lostWhileIdle().refusing(plan, .postgresql) }
        let wake = control.begin(.running(cancelRequest))
        defer { control.end() }
        let remarks: () -> [ServerMessage]? = { [control] in control.remarks() }
        record.begin(text, hasBackslashEscapes: connection.parameter("standard_conforming_strings") == "off")
        var run = StatementRun(
            connection, wake: wake, cancellation: control.cancellation, remarks: remarks, input: input,
            record: record, deliver: deliver)
        do throws(Interrupted) {
            try run.run(text)
            if plan.isReadOnly, !plan.asksForItself,
                let left = try connection.keepReadOnly(wake: wake, remarks: remarks)
            {
                deliver(.failed(left))
            }
        } catch {
            record = run.record
            // A blocking library call reports that its socket was shut down.
            let end = control.isBroken ? Interrupted(reason: nil, isUnsent: error.isUnsent) : error
            throw lost(end, awaitsData: run.awaitsData)
        }
        record.note(connection.transaction)
        record.end()
        watch()
    }

    /// The columns that a statement would return, from the server.
    ///
    /// libpq blocks during this call; dropping the connection shuts its socket down.
    public func describe(_ text: [UInt8]) async -> [Column] {
        guard let connection, !text.contains(0) else { return [] }
        executor.watch(nil)
        do throws(SessionError) {
            try settle { _ in }
        } catch {
            lastLoss = error
            return []
        }
        _ = control.begin(.running(cancelRequest))
        let columns = describe(text, connection)
        let isBroken = control.isBroken
        control.end()
        if isBroken || connection.isBroken {
            let reason = isBroken ? nil : connection.lastError
            _ = lost(Interrupted(reason: reason))
        } else {
            watch()
        }
        return columns
    }

    private func describe(_ text: [UInt8], _ connection: Connection) -> [Column] {
        let pq = connection.pq
        let prepared = (text + [0]).withUnsafeBytes { bytes in
            pq.pointee.PQprepare(
                connection.handle, "", bytes.baseAddress?.assumingMemoryBound(to: CChar.self), 0, nil)
        }
        guard let prepared, Answer(owning: prepared, pq).status == PGRES_COMMAND_OK,
            let described = pq.pointee.PQdescribePrepared(connection.handle, "")
        else { return [] }
        return Answer(owning: described, pq).columns
    }

    /// The state as of the server's last answer.
    public func state() async -> SessionState {
        guard let connection else {
            return SessionState(
                isOpen: false, transaction: .none, identifier: 0, serverVersion: "", hasBackslashEscapes: false)
        }
        return SessionState(
            isOpen: true, transaction: connection.transaction,
            identifier: UInt64(UInt32(bitPattern: connection.pq.pointee.PQbackendPID(connection.handle))),
            serverVersion: secrets.cleaned(connection.parameter("server_version") ?? ""),
            hasBackslashEscapes: connection.hasBackslashEscapes)
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
        throw lost(Interrupted(reason: nil)).refusing(plan, .postgresql)
    }

    private func disconnect() {
        executor.watch(nil)
        control.hold(nil)
        cancelRequest?.stop()
        cancelRequest = nil
        connection = nil
    }

    private func lost(_ interrupted: Interrupted, awaitsData: Bool = false) -> SessionError {
        let loss = record.loss(
            interrupted.reason, isDropped: interrupted.reason == nil, isUnsent: interrupted.isUnsent,
            awaitsData: awaitsData)
        return end(with: loss)
    }

    private func lostWhileIdle() -> SessionError {
        end(with: record.loss(connection?.farewell?.text))
    }

    private func end(with loss: Loss) -> SessionError {
        disconnect()
        let error = secrets.cleaned(.lost(plan, loss, .postgresql))
        lastLoss = error
        return error
    }

    private func watch() {
        guard let connection else { return }
        executor.watch(connection.socket) { [weak self] in
            Task { await self?.lookAtSocket() }
        }
    }

    /// Input while idle: a notice, or the end of the connection.
    private func lookAtSocket() {
        guard let connection else { return }
        let isThere = connection.look()
        guard isThere else { return plan.onLoss(lostWhileIdle()) }
        if let onMessages = plan.onMessages {
            let messages = connection.takeNotices()
            if !messages.isEmpty { onMessages(messages.map { secrets.cleaned($0) }) }
        } else {
            connection.collectNotifications()
        }
        watch()
    }
}
