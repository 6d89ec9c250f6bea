public import Activity
public import Failures
public import SQLWire
import Threads

/// Samples one server through a session of its own.
///
/// Callers must not overlap: each sample must complete or fail before the next one begins.
public actor ActivitySampler {
    private let makeSession: @Sendable () throws(Failure) -> any SQLSession
    private let makeReading: @Sendable () -> any ActivityReading
    private var session: (any SQLSession)?
    private var reading: (any ActivityReading)?
    private let details = Locked<Set<SampleDetail>>([])
    private let current = Locked<(any SQLSession)?>(nil)

    /// Logs in with the first sample, and again after a loss of the session.
    ///
    /// - Parameters:
    ///   - reading: Creates the engine's queries.
    ///   - session: Creates a session that is not open yet. It may block while it looks for credentials.
    public init(
        _ reading: @escaping @Sendable () -> any ActivityReading,
        session: @escaping @Sendable () throws(Failure) -> any SQLSession
    ) {
        makeReading = reading
        makeSession = session
    }

    /// Takes a sample.
    ///
    /// - Throws: A `Failure`: there is no session, or the server rejected the query.
    public func sample() async throws(Failure) -> ServerSample {
        if session == nil { try await open() }
        guard let session, var reading else { throw Failure(.internalError, "the sampler has no session") }
        reading.begin(details.withLock { $0 })
        while let text = reading.next() {
            let answer: AnswerTables
            do throws(SessionError) {
                answer = try await run(text, in: session)
            } catch {
                self.session = nil
                throw error.failure
            }
            do throws(ReadingFailure) {
                try reading.take(answer)
            } catch {
                self.reading = reading
                throw Self.failure(error)
            }
        }
        self.reading = reading
        return reading.sample
    }

    /// Takes a sample, and drops the connection after `milliseconds`.
    public func sample(within milliseconds: Int32) async throws(Failure) -> ServerSample {
        let deadline = Deadline(milliseconds: milliseconds) { [self] in abort() }
        do throws(Failure) {
            let sample = try await sample()
            deadline.end()
            return sample
        } catch {
            guard deadline.end() else { throw error }
            throw Failure(
                .unavailable, "the server has not answered within \(milliseconds / 1_000) s",
                why: "the server or the network stands still", next: "look at the server's metrics in the AWS console")
        }
    }

    /// Requests the end of a session's statement, or of the session.
    ///
    /// - Returns: Whether the server has such a session.
    /// - Throws: A `Failure`: the server rejected the request, or there is no connection.
    public func end(_ pid: UInt64, terminates: Bool) async throws(Failure) -> Bool {
        if session == nil { try await open() }
        guard let session, let reading else { throw Failure(.internalError, "the sampler has no session") }
        let answer: AnswerTables
        do throws(SessionError) {
            answer = try await run(reading.ending(pid, terminates: terminates), in: session)
        } catch {
            self.session = nil
            throw error.failure
        }
        guard let refusal = answer.failure else { return answer.tables.first?.first?.first != "f" }
        // ER_NO_SUCH_THREAD
        if refusal.number == 1_094 { return false }
        let what =
            terminates
            ? "the server refused to terminate session \(pid)" : "the server refused to cancel session \(pid)"
        throw Failure(.notPermitted, what, why: refusal.text, next: reading.rightToEnd(refusal))
    }

    /// Sets the details of further samples, from any thread.
    public nonisolated func hold(_ details: Set<SampleDetail>) {
        self.details.withLock { $0 = details }
    }

    /// Drops the connection, from any thread; the next sample logs in again.
    public nonisolated func abort() {
        current.withLock { $0 }?.abort()
    }

    /// Requests the cancellation of the sampler's query, from any thread.
    public nonisolated func cancel() {
        current.withLock { $0 }?.cancel()
    }

    /// Logs out.
    public func close() async {
        await session?.close()
        session = nil
        current.withLock { $0 = nil }
    }

    private func open() async throws(Failure) {
        let opened = try makeSession()
        current.withLock { $0 = opened }
        do throws(SessionError) {
            try await opened.open()
            let reading = makeReading()
            for setting in reading.settings { _ = try await run(setting, in: opened) }
            self.reading = reading
        } catch {
            await opened.close()
            throw error.failure
        }
        session = opened
    }

    private func run(_ text: String, in session: any SQLSession) async throws(SessionError) -> AnswerTables {
        let answer = Locked(AnswerTables())
        try await session.run(Array(text.utf8), input: nil) { event in answer.withLock { $0.take(event) } }
        return answer.withLock { $0 }
    }

    private static func failure(_ error: ReadingFailure) -> Failure {
        switch error.code {
        case "57014", "70100":
            Failure(
                .temporary, "the server did not answer the sampling query in time", why: error.text,
                next: "wait for the next sample")
        case "55P03":
            Failure(
                .temporary, "a lock on the server's catalog keeps the sampling query waiting", why: error.text,
                next: "end the session that holds the lock, VACUUM FULL or REINDEX of a catalog table for instance")
        default: Failure(.sqlFailed, "the server refused the sampling query", why: error.text)
        }
    }
}
