import CPlatform
public import Failures
public import SQLWire
public import SessionSetup
import Threads

/// A session that runs a statement on several clusters in parallel. Its rows have the cluster's name in a first column
/// and come in the order of their arrival.
///
/// A failed or lost cluster does not stop the others.
public actor FanOutSession: SQLSession {
    /// A cluster and the creation of its session.
    public struct Member: Sendable {
        /// The cluster's name.
        public let name: String
        let dialect: Dialect
        /// The host and the database user of its tokens, for the pace of logins.
        let host: String
        let user: String
        let make: @Sendable () throws(Failure) -> any SQLSession

        /// A cluster whose session is created when it is needed, which may block.
        public init(
            name: String, dialect: Dialect, host: String, user: String,
            make: @escaping @Sendable () throws(Failure) -> any SQLSession
        ) {
            self.name = name
            self.dialect = dialect
            self.host = host
            self.user = user
            self.make = make
        }
    }

    private let members: [Member]
    private let threads = ElasticThreads()
    private let executor: SerialThread
    private let pace: LoginPace
    /// The open sessions, by the index of their cluster.
    private let sessions: Locked<[Int: any SQLSession]>
    /// The progress in the last statement.
    private let last: Locked<[ClusterProgress]>
    /// Raised for a cluster whose part in the running statement is cancelled.
    private let stops: [WakeSignal]
    private var isOpen = false

    /// Opens no session yet. Nil if the system has no thread for them.
    public init?(_ members: [Member], pace: LoginPace) {
        guard let executor = SerialThread() else { return nil }
        self.members = members
        self.executor = executor
        self.pace = pace
        sessions = Locked([:])
        last = Locked(members.map { ClusterProgress(name: $0.name) })
        stops = members.map { _ in WakeSignal() }
    }

    /// The thread that waits for all clusters.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Does not log in: each cluster is logged in to with the first statement, so that a silent one delays no other.
    public func open() async throws(SessionError) { isOpen = true }

    /// Runs a statement on clusters, given by their indices; nil for all.
    ///
    /// - Returns: The progress of all clusters at the end; those without a part in it keep theirs.
    public func run(
        _ text: [UInt8], on chosen: [Int]?, deliver: @escaping @Sendable (FanOutEvent) -> Void
    ) async -> [ClusterProgress] {
        let chosen = chosen?.filter(members.indices.contains) ?? Array(members.indices)
        var before = last.withLock { $0 }
        for index in chosen {
            before[index] = ClusterProgress(name: members[index].name)
            stops[index].lower()
        }
        let merge = FanOutMerge(before, members.map(\.dialect), deliver)
        await withTaskGroup(of: Void.self) { group in
            for index in chosen {
                group.addTask(executorPreference: threads) { await self.run(text, at: index, merge) }
            }
        }
        let end = merge.progress
        last.withLock { $0 = end }
        return end
    }

    /// Runs a statement on all clusters for a caller that expects one result: the first grid.
    public func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError) {
        guard isOpen else { throw SessionError(.lost, Failure(.unavailable, "the sessions are not open")) }
        guard input == nil else {
            let words = "data for COPY FROM STDIN cannot be sent to several clusters at once"
            deliver(.failed(ServerMessage(severity: "ERROR", sqlState: "0A000", text: words)))
            return
        }
        let hasColumns = Locked(false)
        let end = await run(text, on: nil) { event in
            switch event {
            case .columns(let columns):
                let isFirst = hasColumns.withLock { has in
                    defer { has = true }
                    return !has
                }
                if isFirst { deliver(.columns(columns)) }
            case .rows(0, let batch): deliver(.rows(batch))
            case .notice(let message): deliver(.notice(message))
            case .rows, .progress: break
            }
        }
        let failed = end.filter { $0.state != .done }
        guard let first = failed.first else {
            let rows = end.reduce(0) { $0 + $1.rows }
            return deliver(.complete(Completion(tag: "", rows: rows, hasColumns: hasColumns.withLock { $0 })))
        }
        let words =
            "\(failed.count) of \(end.count) clusters failed; \(first.name): \(first.words.first ?? "cancelled")"
        deliver(.failed(ServerMessage(severity: "ERROR", sqlState: "", text: words)))
    }

    /// Empty, because clusters may differ.
    public func describe(_ text: [UInt8]) async -> [Column] { [] }

    /// A transaction that a statement leaves open is rolled back, because not all clusters may have it.
    public func state() async -> SessionState {
        SessionState(
            isOpen: isOpen, transaction: .none, identifier: 0, serverVersion: "", hasBackslashEscapes: false)
    }

    /// Requests the cancellation of all running statements.
    public nonisolated func cancel() {
        for index in members.indices { cancel(index) }
    }

    /// Requests the cancellation of the statement on one cluster, or ends its login or the wait for it.
    public nonisolated func cancel(_ index: Int) {
        stops[index].raise()
        sessions.withLock { $0[index] }?.cancel()
    }

    /// Drops all connections.
    public nonisolated func abort() {
        for index in members.indices { abort(index) }
    }

    /// Drops the connection to one cluster.
    public nonisolated func abort(_ index: Int) {
        stops[index].raise()
        sessions.withLock { $0[index] }?.abort()
    }

    /// Closes all sessions.
    public func close() async {
        isOpen = false
        let all = sessions.withLock { sessions in
            defer { sessions = [:] }
            return Array(sessions.values)
        }
        await withTaskGroup(of: Void.self) { group in
            for session in all { group.addTask(executorPreference: threads) { await session.close() } }
        }
    }

    /// Runs the statement on one cluster, with a login if necessary.
    private nonisolated func run(_ text: [UInt8], at index: Int, _ merge: FanOutMerge) async {
        let stop = stops[index]
        do throws(SessionError) {
            let session = try await opened(index, merge)
            guard !stop.isRaised else { return merge.finish(index, .cancelled, ["cancelled before it was sent"]) }
            merge.enter(index, .running)
            let failure = Locked<ServerMessage?>(nil)
            try await session.run(text, input: nil) { event in
                if case .failed(let message) = event { failure.withLock { $0 = $0 ?? message } }
                merge.take(event, from: index)
            }
            var words: [String] = []
            if await session.state().transaction != .none {
                try await session.run(Array("ROLLBACK".utf8), input: nil) { _ in }
                words = ["the transaction that the statement left open was rolled back"]
                merge.say(words[0], from: index)
            }
            guard let message = failure.withLock({ $0 }) else { return merge.finish(index, .done, words) }
            let parts = [message.text, message.detail, message.hint].compactMap { $0 }
            merge.finish(index, stop.isRaised ? .cancelled : .failed, parts + words)
        } catch {
            let words = [error.failure.what, error.failure.why, error.failure.next].compactMap { $0 }
            sessions.withLock { $0[index] = nil }
            merge.finish(
                index, stop.isRaised ? .cancelled : .failed, words, isUncertain: error.loss?.isUncertain == true)
        }
    }

    private nonisolated func opened(_ index: Int, _ merge: FanOutMerge) async throws(SessionError) -> any SQLSession {
        if let session = sessions.withLock({ $0[index] }), await session.state().isOpen { return session }
        let stop = stops[index]
        for turn in 0... {
            let member = members[index]
            let wait = pace.turn(
                cluster: member.host, identity: "\(member.user)@\(member.host)", at: qd_monotonic_nanoseconds())
            if wait > 0, stop.wait(nanoseconds: wait) { break }
            merge.enter(index, .loggingIn)
            do throws(SessionError) {
                return try await loggedIn(index)
            } catch {
                // A rejected login is not repeated, because that could lock the account.
                guard let seconds = LoginPace.pause(after: error.failure, turn), !stop.isRaised else { throw error }
                let words = [error.failure.what, error.failure.why].compactMap { $0 }
                merge.enter(index, .retrying, words, in: seconds * 1_000_000_000)
                merge.say(words.joined(separator: "; ") + "; next login in \(seconds) s", from: index)
                if stop.wait(nanoseconds: seconds * 1_000_000_000) { break }
            }
        }
        throw SessionError(.cancelled, Failure(.interrupted, "cancelled before the login"))
    }

    private nonisolated func loggedIn(_ index: Int) async throws(SessionError) -> any SQLSession {
        let session: any SQLSession
        do throws(Failure) {
            session = try members[index].make()
        } catch {
            throw SessionError(.unusable, error)
        }
        // From here on, a cancel request ends the login.
        sessions.withLock { $0[index] = session }
        do throws(SessionError) {
            try await session.open()
        } catch {
            sessions.withLock { $0[index] = nil }
            throw error
        }
        return session
    }
}
