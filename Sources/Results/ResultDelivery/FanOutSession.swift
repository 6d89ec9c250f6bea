public import Failures
public import SQLWire
import Threads

/// A session that runs a statement on several clusters in parallel. Its rows have the cluster's name in a first column
/// and come in the order of their arrival.
///
/// A failed or lost cluster does not stop the others; its error becomes a notice. After all answers, a last notice
/// reports which clusters returned the same rows.
public actor FanOutSession: SQLSession {
    /// A cluster and the creation of its session.
    public struct Member: Sendable {
        /// The cluster's name.
        public let name: String
        let make: @Sendable () throws(Failure) -> any SQLSession

        /// A cluster whose session is created when it is needed, which may block.
        public init(name: String, make: @escaping @Sendable () throws(Failure) -> any SQLSession) {
            self.name = name
            self.make = make
        }
    }

    /// The result of a cluster.
    enum Outcome: Sendable, Equatable {
        case done
        case refused(String)
        case lost(String)
    }

    private let members: [Member]
    private let threads = ElasticThreads()
    private let executor: SerialThread
    /// The open sessions, by the index of their cluster.
    private let sessions: Locked<[Int: any SQLSession]>
    private let merge: Locked<FanOutMerge?>
    /// The number of cancel requests, so that clusters whose statement was not sent yet skip it.
    private let cancels = Locked(0)
    private let mostAtOnce: Int
    private var isOpen = false

    /// Opens no session yet. Nil if the system has no thread for them.
    ///
    /// - Parameter mostAtOnce: The maximum number of parallel logins.
    public init?(_ members: [Member], mostAtOnce: Int = 15) {
        guard let executor = SerialThread() else { return nil }
        self.members = members
        self.executor = executor
        self.mostAtOnce = mostAtOnce
        sessions = Locked([:])
        merge = Locked(nil)
    }

    /// The thread that waits for all clusters.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Does not log in: each cluster is logged in to with the first statement, so that a silent one delays no other.
    public func open() async throws(SessionError) { isOpen = true }

    /// Runs a statement on all clusters.
    public func run(
        _ text: [UInt8], input: CopySource?, deliver: @escaping @Sendable (ResultEvent) -> Void
    ) async throws(SessionError) {
        guard isOpen else { throw SessionError(.lost, Failure(.unavailable, "the sessions are not open")) }
        guard input == nil else {
            let words = "data for COPY FROM STDIN cannot be sent to several clusters at once"
            deliver(.failed(ServerMessage(severity: "ERROR", sqlState: "0A000", text: words)))
            return
        }
        let merge = FanOutMerge(members.map(\.name), deliver)
        self.merge.withLock { $0 = merge }
        let count = cancels.withLock { $0 }
        await withTaskGroup(of: Void.self) { group in
            for index in members.indices {
                if index >= mostAtOnce, sessions.withLock({ $0[index] }) == nil { await group.next() }
                group.addTask(executorPreference: threads) {
                    await self.run(text, at: index, merge, cancels: count)
                }
            }
        }
        self.merge.withLock { $0 = nil }
        merge.conclude()
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
        cancels.withLock { $0 += 1 }
        merge.withLock { $0 }?.cancel()
        for session in sessions.withLock({ Array($0.values) }) { session.cancel() }
    }

    /// Drops all connections.
    public nonisolated func abort() {
        cancels.withLock { $0 += 1 }
        merge.withLock { $0 }?.cancel()
        for session in sessions.withLock({ Array($0.values) }) { session.abort() }
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
    private nonisolated func run(_ text: [UInt8], at index: Int, _ merge: FanOutMerge, cancels before: Int) async {
        do throws(SessionError) {
            let session = try await opened(index)
            guard cancels.withLock({ $0 }) == before else {
                return merge.finish(index, .refused("cancelled before it was sent"))
            }
            let failure = Locked<String?>(nil)
            try await session.run(text, input: nil) { event in
                if case .failed(let message) = event { failure.withLock { $0 = $0 ?? message.text } }
                merge.take(event, from: index)
            }
            if await session.state().transaction != .none {
                try await session.run(Array("ROLLBACK".utf8), input: nil) { _ in }
                merge.say("the transaction that the statement left open was rolled back", from: index)
            }
            merge.finish(index, failure.withLock { $0 }.map { .refused($0) } ?? .done)
        } catch {
            let words = [error.failure.what, error.failure.why].compactMap { $0 }.joined(separator: "; ")
            sessions.withLock { $0[index] = nil }
            merge.finish(index, .lost(words))
        }
    }

    private nonisolated func opened(_ index: Int) async throws(SessionError) -> any SQLSession {
        if let session = sessions.withLock({ $0[index] }), await session.state().isOpen { return session }
        let session: any SQLSession
        do throws(Failure) {
            session = try members[index].make()
        } catch {
            throw SessionError(.unusable, error)
        }
        // From here on, a cancel request ends the login.
        sessions.withLock { $0[index] = session }
        try await session.open()
        return session
    }
}
