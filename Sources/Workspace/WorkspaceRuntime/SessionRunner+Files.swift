import Catalog
import Failures
import Glibc
import LocalFiles
import ResultDelivery
import ResultFormats
import Results
import SQLWire
import ScreenKit
import Threads
import Workspace

extension SessionRunner {
    /// The maximum size of a script in bytes.
    private static let largestScript = 64 << 20

    /// Reads a script to run.
    func include(_ number: Int, _ path: String) {
        // Registered before the thread starts, because Ctrl-C may come earlier.
        let stop = waits.begin()
        inBackground(nil) { runner in
            let path = runner.services.path(path)
            defer { runner.waits.end(stop) }
            do throws(Failure) {
                let bytes = try WaitingFile.contents(of: path, limit: Self.largestScript, stop: stop)
                runner.send(.included(run: number, path: path, .success(bytes)))
            } catch {
                runner.send(.included(run: number, path: path, .failure(error)))
            }
        }
    }

    /// Moves rows between a file and the server.
    func copy(_ number: Int, _ command: CopyCommand) {
        guard let session else { return notOpen(number) }
        switch command.direction {
        case .toServer: copyIn(number, command, session)
        case .toFile: copyOut(number, command, session)
        case .export(let format): copyRows(number, command, format, session)
        case .load(let format, let hasHeader):
            load(number, command, format == "tsv" ? .tsv : .csv, hasHeader: hasHeader)
        }
    }

    private func copyIn(_ number: Int, _ command: CopyCommand, _ session: any SQLSession) {
        reading(number, session, command.path) { runner, file, pieces, first throws(SessionError) in
            let sink = runner.sink(number, session)
            let first = Locked(first)
            do throws(SessionError) {
                try await session.run(
                    command.sql,
                    input: { () throws(Failure) -> ArraySlice<UInt8>? in
                        if let piece = first.withLock({ $0.take() }) { return piece[...] }
                        return try file.next(of: pieces)?[...]
                    }
                ) { sink.take($0) }
            } catch {
                sink.abandon()
                throw error
            }
        }
    }

    /// Uses a file after its first piece was read: a FIFO's writer is waited for before the server receives anything.
    func reading(
        _ number: Int, _ session: any SQLSession, _ path: String?,
        _ work:
            @escaping @Sendable (
                SessionRunner, WaitingFile, PulledValues<Result<[UInt8], Failure>>, _ first: [UInt8]?
            ) async throws(SessionError) -> Void
    ) {
        guard let path = path.map(services.path) else {
            let failure = Failure(.noInput, "cannot read standard input", why: "the terminal is the deck's")
            return refuse(number, session, failure)
        }
        let stop = waits.begin()
        Thread.run(self) { runner in
            defer { runner.waits.end(stop) }
            let file = WaitingFile.reading(path, stop: stop)
            do throws(Failure) {
                let pieces = try file.pieces()
                defer { pieces.stop() }
                let first = try file.next(of: pieces)
                do throws(SessionError) {
                    try await work(runner, file, pieces, first)
                    runner.answer(number, .ended(await session.state()))
                } catch {
                    runner.answer(number, .lost(error))
                }
            } catch {
                runner.answer(
                    number, error.status == .interrupted ? .failed(error.cancellation, elapsed: 0) : .broken(error))
                runner.answer(number, .ended(await session.state()))
            }
        }
    }

    private func copyOut(_ number: Int, _ command: CopyCommand, _ session: any SQLSession) {
        guard let path = command.path.map(services.path) else {
            return run(number, StatementOrder(text: command.sql))
        }
        let stop = waits.begin()
        Thread.run(self) { runner in
            defer { runner.waits.end(stop) }
            do throws(Failure) {
                let file = try FileTarget(path, stop: stop)
                try await runner.copyOut(number, command, session, to: file)
            } catch {
                runner.answer(number, .broken(error))
                runner.answer(number, .ended(await session.state()))
            }
        }
    }

    private func copyOut(
        _ number: Int, _ command: CopyCommand, _ session: any SQLSession, to file: FileTarget
    ) async throws(Failure) {
        let sink = sink(number, session)
        let outcome = Locked<(problem: Failure?, hasFailed: Bool)>((nil, false))
        var loss: SessionError?
        do throws(SessionError) {
            try await session.run(command.sql, input: nil) { event in
                if case .failed = event { outcome.withLock { $0.hasFailed = true } }
                guard case .data(let bytes) = event else { return sink.take(event) }
                guard outcome.withLock({ $0.problem == nil }) else { return }
                do throws(Failure) {
                    try file.write(bytes)
                } catch {
                    outcome.withLock { $0.problem = error }
                    session.cancel()
                }
            }
        } catch {
            loss = error
            sink.abandon()
        }
        let end = outcome.withLock { $0 }
        if let problem = end.problem, problem.status != .interrupted { answer(number, .broken(problem)) }
        do throws(Failure) {
            let isWhole = end.problem == nil && !end.hasFailed && loss == nil
            if let part = try file.finish(isWhole: isWhole) {
                tell(.warning, "INCOMPLETE: the rows before the error are in \(part)")
            }
        } catch {
            answer(number, .broken(error))
        }
        if let loss { return answer(number, .lost(loss)) }
        answer(number, .ended(await session.state()))
    }

    /// MySQL has no COPY: the rows are written as a result.
    private func copyRows(_ number: Int, _ command: CopyCommand, _ format: String, _ session: any SQLSession) {
        guard let path = command.path else { return run(number, StatementOrder(text: command.sql)) }
        let kept = Locked<ResultStore?>(nil)
        let services = services
        let sink = AnswerSink(
            makeStore: { columns in
                let store = ResultStore(columns: columns, budget: services.budget, directory: services.spillDirectory)
                kept.withLock { $0 = store }
                return store
            },
            send: { [self] event in
                // Not shown, because it goes to a file.
                if case .began = event { return }
                if case .rows = event { return }
                answer(number, event)
            }, stop: { session.cancel() })
        Thread.run(self) { runner in
            var loss: SessionError?
            do throws(SessionError) {
                try await session.run(command.sql, input: nil) { sink.take($0) }
            } catch {
                loss = error
                sink.abandon()
            }
            if let store = kept.withLock({ $0 }) { runner.write(store, to: path, format, number) }
            if let loss { return runner.answer(number, .lost(loss)) }
            runner.answer(number, .ended(await session.state()))
        }
    }

    private func write(_ store: ResultStore, to path: String, _ format: String, _ number: Int) {
        guard let format = ResultFormat(rawValue: format) else { return }
        let options = WriterOptions(dialect: place.dialect, quiet: true)
        do throws(Failure) {
            let path = services.path(path)
            let written = try ResultExport(store, as: format, options: options).write(to: path, replaces: false)
            guard let written else { return }
            let count = Count.of(written.rows, "row")
            let words = written.isWhole ? "\(count) in \(written.path)" : "INCOMPLETE: \(count) in \(written.path)"
            tell(written.isWhole ? .info : .warning, words)
        } catch {
            answer(number, .broken(error))
        }
    }

    func refuse(_ number: Int, _ session: any SQLSession, _ failure: Failure) {
        Thread.run(self) { runner in
            runner.answer(number, .broken(failure))
            runner.answer(number, .ended(await session.state()))
        }
    }

    /// Creates a new file. Returns whether that succeeded.
    static func create(_ path: String, _ bytes: [UInt8]) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { Glibc.close(file) }
        return WholeWrite.write(bytes, to: file) == 0
    }
}

extension Failure {
    /// The message about a statement that was cancelled before it was sent.
    var cancellation: ServerMessage {
        ServerMessage(severity: "ERROR", sqlState: "", text: what)
    }
}
