import Catalog
import Failures
import History
import Results
import SQLWire
import ScreenKit
import Threads
public import Workspace

/// Performs the effects of a tab and sends events back from any thread.
public final class SessionRunner: Sendable {
    let place: SessionPlace
    let id: TabID
    let services: WorkspaceServices
    let send: @Sendable (WorkspaceEvent) -> Void
    let lookups: LookupRunner
    let jobs = JobBoard()
    /// The running waits for the user's files.
    let waits = FileWaits()
    /// Threads for blocking work that tasks await.
    let threads = ElasticThreads()
    /// The text that waits to be saved as a draft.
    let typed = Locked<String?>(nil)
    /// Whether the user has seen the message that a text is too long for a draft; locked while a draft is written.
    let isToldOfDraft = Locked(false)
    private let held: Locked<Held>

    private struct Held: Sendable {
        var session: (any SQLSession)?
        var database: String?
        var settings: SessionSettings?
        var isClosed = false
        var cancels = 0
        var told: Set<String> = []
    }

    /// The runner of a tab; no session is open yet.
    public init(
        _ id: TabID, _ place: SessionPlace, _ services: WorkspaceServices,
        send: @escaping @Sendable (WorkspaceEvent) -> Void
    ) {
        self.id = id
        self.place = place
        self.services = services
        self.send = send
        let held = Locked(Held())
        self.held = held
        lookups = LookupRunner { () throws(Failure) in
            let database = held.withLock { $0.database }
            return try services.session(.init(place: place, database: database, isForLookups: true) { _ in })
        }
    }

    /// The session, if there is one.
    var session: (any SQLSession)? { held.withLock { $0.session } }

    /// The session's settings in the last answer.
    var settings: SessionSettings? {
        get { held.withLock { $0.settings } }
        set { held.withLock { $0.settings = newValue } }
    }

    /// The number of cancel requests.
    var cancels: Int { held.withLock { $0.cancels } }

    /// Whether a text has not been shown before.
    func isFirst(_ text: String) -> Bool { held.withLock { $0.told.insert(text).inserted } }

    func countCancel() { held.withLock { $0.cancels += 1 } }

    // MARK: The session

    /// Logs in and restores the settings of the previous session.
    func connect() {
        Thread.run(self) { runner in
            let session: any SQLSession
            do throws(SessionError) {
                session = try await runner.opened()
            } catch {
                runner.send(.connected(.failure(error), runner.services.now()))
                return
            }
            let restored = await runner.restore(session)
            runner.send(.connected(await runner.login(session), runner.services.now()))
            if !restored.isEmpty { runner.send(.restored(restored)) }
        }
    }

    /// Logs in while the current session stays open; it ends only when the new one is open.
    func relogin() {
        guard let old = session else { return connect() }
        Thread.run(self) { runner in
            let session: any SQLSession
            do throws(SessionError) {
                session = try await runner.opened(beside: old)
            } catch {
                runner.send(.connected(.failure(error), runner.services.now()))
                return
            }
            await old.close()
            let restored = await runner.restore(session)
            runner.send(.connected(await runner.login(session), runner.services.now()))
            if !restored.isEmpty { runner.send(.restored(restored)) }
        }
    }

    /// An open session. If the server rejects a cached token, a fresh one is tried.
    private func opened(beside old: (any SQLSession)? = nil) async throws(SessionError) -> any SQLSession {
        do throws(SessionError) {
            return try await openedOnce(beside: old)
        } catch {
            guard error.kind == .refused, services.forgetToken(place) else { throw error }
        }
        return try await openedOnce(beside: old)
    }

    private func openedOnce(beside old: (any SQLSession)?) async throws(SessionError) -> any SQLSession {
        let session: any SQLSession
        do throws(Failure) {
            session = try made(isBeside: old != nil)
        } catch {
            throw SessionError(.unusable, error)
        }
        guard let old else {
            try await session.open()
            return session
        }
        do throws(SessionError) {
            try await session.open()
        } catch {
            held.withLock { $0.session = old }
            throw error
        }
        return session
    }

    /// A new session that is not open yet; created each time, because the profile file may have changed.
    private func made(isBeside: Bool) throws(Failure) -> any SQLSession {
        let database = held.withLock { held in
            if !isBeside { held.session?.abort() }
            return held.database
        }
        let (send, now) = (send, services.now)
        var request = WorkspaceServices.Request(
            place: place, database: database, isForLookups: false,
            onMessages: { messages in for message in messages { send(.idleMessage(message, now())) } },
            onLoss: { send(.lost($0, now())) })
        request.onTunnel = { send(.openingTunnel($0)) }
        let session = try services.session(request)
        held.withLock { $0.session = session }
        return session
    }

    /// The state of an opened session, which may already be lost.
    private func login(_ session: any SQLSession) async -> Result<SessionState, SessionError> {
        if let loss = await session.loss() { return .failure(loss) }
        return .success(await session.state())
    }

    /// Restores the settings and returns the result of each.
    private func restore(_ session: any SQLSession) async -> [RestoredItem] {
        guard let before = settings else { return [] }
        let fresh = await readSettings(session)
        var restored: [RestoredItem] = []
        for step in before.steps(over: fresh) {
            let rows = CollectedRows()
            do throws(SessionError) {
                try await session.run(step.sql, input: nil) { rows.take($0) }
            } catch {
                return restored
            }
            restored.append(
                rows.rows.failure.map { .refused(name: step.name, reason: $0.text) }
                    ?? .setting(name: step.name, value: step.value))
        }
        if !before.belongings.isEmpty {
            restored.append(.lost(before.belongings))
        }
        return restored
    }

    func readSettings(_ session: any SQLSession) async -> SessionSettings {
        var settings = SessionSettings(dialect: place.dialect)
        for (index, sql) in SessionSettings.queries(place.dialect).enumerated() {
            let rows = CollectedRows()
            guard (try? await session.run(sql, input: nil, deliver: { rows.take($0) })) != nil else { break }
            settings.take(index, rows: rows.rows.rows)
        }
        return settings
    }

    /// Connects to another database in a new session; the current one stays until that is open.
    func use(_ database: String?) {
        let (old, before, settings) = held.withLock { held in
            defer {
                if let database { held.database = database }
                held.settings = nil
            }
            return (held.session, held.database, held.settings)
        }
        Thread.run(self) { runner in
            let session: any SQLSession
            do throws(SessionError) {
                session = try await runner.opened(beside: old)
            } catch {
                runner.held.withLock { held in
                    held.database = before
                    held.settings = settings
                }
                runner.send(.connected(.failure(error), runner.services.now()))
                return
            }
            await old?.close()
            // Names belong to the current database.
            await runner.lookups.close()
            runner.send(.connected(await runner.login(session), runner.services.now()))
        }
    }

    /// Queries the facts and the settings. Not in a transaction of PostgreSQL, because an error would abort it.
    func askFacts() {
        // Several clusters have no common facts.
        guard let session, place.members.isEmpty else { return }
        Thread.run(self) { runner in
            let isInTransaction = await session.state().transaction != .none
            guard runner.place.dialect == .mysql || !isInTransaction else { return }
            var facts = ServerFacts(dialect: runner.place.dialect)
            var asked: [ServerFacts.Question] = []
            while let question = facts.questions.first(where: { !asked.contains($0) }), asked.count < 8 {
                asked.append(question)
                guard let sql = facts.sql(question) else { continue }
                let rows = CollectedRows()
                guard (try? await session.run(sql, input: nil, deliver: { rows.take($0) })) != nil else {
                    return await runner.tellLoss(of: session, isInTransaction: isInTransaction)
                }
                // An XA transaction rejects queries after XA END.
                if isInTransaction, rows.rows.failure != nil { return }
                facts.take(question, rows: rows.rows.rows)
            }
            runner.send(.facts(facts, runner.services.now()))
            let settings = await runner.readSettings(session)
            guard await session.loss() == nil else {
                return await runner.tellLoss(of: session, isInTransaction: isInTransaction)
            }
            runner.settings = settings
        }
    }

    /// The session was lost during a query of the program, which changes nothing.
    private func tellLoss(of session: any SQLSession, isInTransaction: Bool) async {
        guard let error = await session.loss() else { return }
        let fate: Loss.Fate = isInTransaction ? .rolledBack : .none
        let loss = Loss(reason: error.loss?.cause, request: .none, fate: fate)
        send(.lost(SessionError(.lost, error.failure, loss: loss), services.now()))
    }

    /// Whether background work is running, including the writing of a draft: checked at the end of the program, not
    /// shown to the user.
    public var isBusy: Bool { jobs.isBusy }

    /// Ends the session and all work; a running statement is cancelled on the server.
    ///
    /// - Parameter done: Called after the logout.
    public func close(then done: @escaping @Sendable () -> Void = {}) {
        let session = held.withLock { held in
            held.isClosed = true
            return held.session
        }
        jobs.endAll()
        waits.cancel()
        session?.cancel()
        Thread.run(self) { runner in
            await session?.close()
            await runner.lookups.close()
            done()
        }
    }
}

/// Work off the main thread.
enum Thread {
    static func run(_ runner: SessionRunner, _ work: @escaping @Sendable (SessionRunner) async -> Void) {
        Task(executorPreference: runner.threads) { await work(runner) }
    }
}
