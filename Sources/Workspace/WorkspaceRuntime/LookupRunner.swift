import Catalog
import Failures
import SQLWire
import Threads
import Workspace

/// A second login of a tab for the queries of completion and the browser, so that they never delay the user's
/// statements. It is opened on first use, with a token of its own.
actor LookupRunner {
    private let make: @Sendable () throws(Failure) -> any SQLSession
    private var session: (any SQLSession)?
    private var isOpen = false
    private let threads = ElasticThreads()
    /// The task that the next query waits for.
    private var last: Task<Void, Never>?

    init(_ make: @escaping @Sendable () throws(Failure) -> any SQLSession) {
        self.make = make
    }

    /// Runs queries one after another.
    func ask(_ sql: [UInt8], rowLimit: Int = 10_000) async throws(Failure) -> [[String?]] {
        let previous = last
        // Creating a session may need credentials, which may block.
        let task = Task(executorPreference: threads) { () -> Result<[[String?]], Failure> in
            await previous?.value
            return await self.answer(sql, rowLimit: rowLimit)
        }
        last = Task { _ = await task.value }
        return try await task.value.get()
    }

    func close() async {
        await session?.close()
        (session, isOpen) = (nil, false)
    }

    private func answer(_ sql: [UInt8], rowLimit: Int) async -> Result<[[String?]], Failure> {
        do throws(SessionError) {
            let session = try await opened()
            let rows = CollectedRows(rowLimit: rowLimit)
            try await session.run(sql, input: nil) { rows.take($0) }
            let collected = rows.rows
            if let failure = collected.failure {
                return .failure(Failure(.sqlFailed, "the server refuses to tell: \(failure.text)"))
            }
            return .success(collected.rows)
        } catch {
            isOpen = false
            return .failure(error.failure)
        }
    }

    private func opened() async throws(SessionError) -> any SQLSession {
        let session: any SQLSession
        do throws(Failure) {
            session = if let known = self.session { known } else { try make() }
        } catch {
            throw SessionError(.unusable, error)
        }
        self.session = session
        guard !isOpen else { return session }
        try await session.open()
        isOpen = true
        return session
    }
}
