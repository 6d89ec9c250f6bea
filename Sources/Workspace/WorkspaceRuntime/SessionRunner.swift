import Catalog
import Failures
import History
import Results
import SQLCore
import ScreenKit
import Threads
public import Workspace

/// Does outside what a tab's `update` asks for, and sends word back from any thread.
public final class SessionRunner: Sendable {
    let place: SessionPlace
    let id: TabID
    let services: WorkspaceServices
    let send: @Sendable (WorkspaceEvent) -> Void
    let lookups: LookupRunner
    let jobs = JobBoard()
    /// Whoever waits for a file of the user's.
    let waits = FileWaits()
    /// What may block, and is awaited.
    let threads = ElasticThreads()
    /// A text that waits to be kept as a draft.
    let typed = Locked<String?>(nil)
    /// Whether it was said that a text is too long for a draft; held while one is written.
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

    /// The desk of a tab. Nothing is opened yet.
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

    /// The session, if one was made.
    var session: (any SQLSession)? { held.withLock { $0.session } }

    /// What was set in the session when it was last asked.
    var settings: SessionSettings? {
        get { held.withLock { $0.settings } }
        set { held.withLock { $0.settings = newValue } }
    }

    /// How often something was to be cancelled.
    var cancels: Int { held.withLock { $0.cancels } }

    /// Whether something was not told yet.
    func isFirst(_ text: String) -> Bool { held.withLock { $0.told.insert(text).inserted } }

    func countCancel() { held.withLock { $0.cancels += 1 } }

    // MARK: The session

    /// Logs in, and makes the session what the last one was.
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

    /// Logs in beside the session that is there, which ends when the new one is open; else it stays.
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

    /// A session that is open. What refuses a token that was at hand may take a fresh one.
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

    /// A session that is yet to be opened: a new one each time, for the profile file may lead elsewhere by now.
    private func made(isBeside: Bool) throws(Failure) -> any SQLSession {
        let database = held.withLock { held in
            if !isBeside { held.session?.abort() }
            return held.database
        }
        let (send, now) = (send, services.now)
        let session = try services.session(
            .init(place: place, database: database, isForLookups: false) { send(.lost($0, now())) })
        held.withLock { $0.session = session }
        return session
    }

    /// How a session is that has been opened: it may be gone already.
    private func login(_ session: any SQLSession) async -> Result<SessionState, SessionError> {
        if let loss = await session.loss() { return .failure(loss) }
        return .success(await session.state())
    }

    /// Sets again what was set, and tells what.
    private func restore(_ session: any SQLSession) async -> [String] {
        guard let before = settings else { return [] }
        let fresh = await readSettings(session)
        var restored: [String] = []
        for step in before.steps(over: fresh) {
            let rows = CollectedRows()
            do throws(SessionError) {
                try await session.run(step.sql, input: nil) { rows.take($0) }
            } catch {
                return restored
            }
            restored.append(rows.rows.failure.map { "not \(step.name): \($0.text)" } ?? "\(step.name) \(step.value)")
        }
        if !before.belongings.isEmpty {
            restored.append("gone with the old session: " + before.belongings.joined(separator: ", "))
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

    /// Goes on in another database, in a session of its own; the one that is there stays until that is open.
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
            // Names are those of the database that one is in.
            await runner.lookups.close()
            runner.send(.connected(await runner.login(session), runner.services.now()))
        }
    }

    /// Where one is, and what was set. A transaction of PostgreSQL's is not disturbed: an error would end it.
    func askFacts() {
        guard let session else { return }
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
                // A transaction of XA answers no questions once it has ended.
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

    /// The session was lost with a question of our own, which changes nothing.
    private func tellLoss(of session: any SQLSession, isInTransaction: Bool) async {
        guard let error = await session.loss() else { return }
        let fate: Loss.Fate = isInTransaction ? .rolledBack : .none
        let loss = Loss(reason: error.loss?.cause, request: .none, fate: fate)
        send(.lost(SessionError(.lost, error.failure, loss: loss), services.now()))
    }

    /// Whether something still goes on in the background, be it only that a draft is written: what is asked before the
    /// end of the program, not before the user is bothered.
    public var isBusy: Bool { jobs.isBusy }

    /// Ends everything: what runs is cancelled on the server.
    ///
    /// - Parameter done: Called when the server has been left.
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

/// Work that may wait, off the main thread.
enum Thread {
    static func run(_ runner: SessionRunner, _ work: @escaping @Sendable (SessionRunner) async -> Void) {
        Task(executorPreference: runner.threads) { await work(runner) }
    }
}
