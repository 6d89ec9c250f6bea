import Failures
import SQLScript
import SQLWire
import SessionSetup
import Threads

/// One statement at the server.
extension ScriptRun {
    /// The outcome of a statement.
    enum Outcome {
        case done, failed
        /// Interrupted, or the output has failed.
        case givenUp
    }

    /// An interrupt may arrive after a statement has finished: then nothing was cancelled, but the run still ends.
    func goesOn(after outcome: Outcome) -> Bool {
        guard !progress.withLock({ $0.wasInterrupted }) else { return false }
        return switch outcome {
        case .done: true
        case .failed: !stopsAtError
        case .givenUp: false
        }
    }

    /// Runs a statement.
    func run(
        _ place: StatementPlace, input: @escaping CopySource = { nil }
    ) async throws(Failure) -> Outcome {
        try await run(place, input: input) { [sink] event in sink.take(event) }
    }

    func run(
        _ place: StatementPlace, input: @escaping CopySource, take: @escaping @Sendable (ResultEvent) -> Bool
    ) async throws(Failure) -> Outcome {
        let limit = session.startLimit(plan.statementTimeout, dialect)
        defer { limit?.cancel() }
        let (machine, session) = (machine, session)
        let changes = Locked(Changes())
        do throws(Failure) {
            try await atServer { () async throws(SessionError) in
                try await session.run(place.text, input: input) { event in
                    machine.note(event)
                    changes.withLock { $0.note(event) }
                    // The output has failed, so the server need not continue.
                    if !take(event) { session.cancel() }
                }
            }
        } catch {
            throw place.failure(error)
        }
        progress.withLock { $0.statements += 1 }
        if sink.writeError != 0 {
            let words = changes.withLock { $0 }.fate(await session.state().transaction)
            progress.withLock { $0.afterword = words }
            return .givenUp
        }
        let failures = sink.takeFailures()
        guard let first = failures.first else { return .done }
        if progress.withLock({ $0.wasInterrupted }) {
            report.write(Failure(.interrupted, "cancelled; the server says: \(first.text)"))
            return .givenUp
        }
        for failure in failures { report.write(place.failure(failure)) }
        progress.withLock { $0.status = .sqlFailed }
        return .failed
    }

    func atServer(_ work: () async throws(SessionError) -> Void) async throws(Failure) {
        progress.withLock { $0.isAtServer = true }
        defer { progress.withLock { $0.isAtServer = false } }
        do throws(SessionError) {
            try await work()
        } catch {
            sink.abandon()
            throw error.failure
        }
    }
}

extension Locked<ScriptMachine> {
    /// Records the outcome for psql's variables.
    fileprivate func note(_ event: ResultEvent) {
        switch event {
        case .complete, .failed: withLock { $0.variables.note(event) }
        case .columns, .rows, .data, .notice: break
        }
    }
}
