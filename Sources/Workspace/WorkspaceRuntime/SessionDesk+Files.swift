import ScreenKit
import Threads
import Catalog
import Failures
import Glibc
import LocalFiles
import ResultDelivery
import ResultFormats
import Results
import SQLCore
import Workspace

extension SessionDesk {
    /// The most bytes of a script.
    private static let largestScript = 64 << 20

    /// Reads a script that is to be run.
    func include(_ number: Int, _ path: String) {
        inBackground(nil) { desk in
            let path = desk.services.path(path)
            do throws(Failure) {
                let bytes = try desk.read(path)
                desk.send(.included(run: number, path: path, .success(bytes)))
            } catch {
                desk.send(.included(run: number, path: path, .failure(error)))
            }
        }
    }

    func read(_ path: String) throws(Failure) -> [UInt8] {
        guard let bytes = try BoundedFile.read(path, limit: Self.largestScript) else {
            throw Failure(.noInput, "there is no file \(path)")
        }
        return bytes
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
        let path = command.path.map(services.path)
        let file = path.map { open($0, O_RDONLY | O_CLOEXEC) } ?? -1
        guard file >= 0 else {
            return refuse(
                number, session,
                Failure(.noInput, "cannot read \(path ?? "standard input")", why: "it is no readable file"))
        }
        let sink = sink(number, session)
        Thread.run(self) { desk in
            defer { Glibc.close(file) }
            do throws(SessionError) {
                try await session.run(
                    command.sql,
                    input: {
                        var piece = [UInt8](repeating: 0, count: 65_536)
                        let count = Glibc.read(file, &piece, piece.count)
                        return count > 0 ? piece[..<count] : nil
                    }
                ) { sink.take($0) }
                desk.answer(number, .ended(await session.state()))
            } catch {
                sink.abandon()
                desk.answer(number, .lost(error))
            }
        }
    }

    private func copyOut(_ number: Int, _ command: CopyCommand, _ session: any SQLSession) {
        guard let path = command.path.map(services.path) else {
            return run(number, StatementOrder(text: command.sql))
        }
        let part = path + ".part-\(getpid())"
        let file = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            return refuse(
                number, session, Failure(.cannotCreate, "cannot create \(path)", why: String(cString: strerror(errno))))
        }
        let sink = sink(number, session)
        let outcome = Locked<(isBroken: Bool, hasFailed: Bool)>((false, false))
        Thread.run(self) { desk in
            do throws(SessionError) {
                try await session.run(command.sql, input: nil) { event in
                    if case .failed = event { outcome.withLock { $0.hasFailed = true } }
                    guard case .data(let bytes) = event else { return sink.take(event) }
                    if !Self.writeAll(bytes, to: file), !outcome.withLock({ $0.isBroken }) {
                        outcome.withLock { $0.isBroken = true }
                        session.cancel()
                    }
                }
                Glibc.close(file)
                let end = outcome.withLock { $0 }
                if end.isBroken {
                    desk.answer(
                        number, .broken(Failure(.inputOutput, "cannot write \(path)", why: "the disk is full, or gone"))
                    )
                }
                if end.isBroken || end.hasFailed || rename(part, path) != 0 { unlink(part) }
                desk.answer(number, .ended(await session.state()))
            } catch {
                Glibc.close(file)
                unlink(part)
                sink.abandon()
                desk.answer(number, .lost(error))
            }
        }
    }

    /// MySQL has no COPY: the rows are a result that is written.
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
                // Not shown: it goes to a file.
                if case .began = event { return }
                if case .rows = event { return }
                answer(number, event)
            }, stop: { session.cancel() })
        Thread.run(self) { desk in
            do throws(SessionError) {
                try await session.run(command.sql, input: nil) { sink.take($0) }
            } catch {
                sink.abandon()
                return desk.answer(number, .lost(error))
            }
            if let store = kept.withLock({ $0 }) { desk.write(store, to: path, format, number) }
            desk.answer(number, .ended(await session.state()))
        }
    }

    private func write(_ store: ResultStore, to path: String, _ format: String, _ number: Int) {
        guard let format = ResultFormat(rawValue: format) else { return }
        let options = WriterOptions(dialect: place.dialect, quiet: true)
        do throws(Failure) {
            let path = services.path(path)
            let written = try ResultExport(store, as: format, options: options).write(to: path, replaces: false)
            let count = Count.of(written?.rows ?? 0, "row")
            send(.said(Message(.info, "\(count) in \(path)", at: services.now())))
        } catch {
            answer(number, .broken(error))
        }
    }

    func refuse(_ number: Int, _ session: any SQLSession, _ failure: Failure) {
        Thread.run(self) { desk in
            desk.answer(number, .broken(failure))
            desk.answer(number, .ended(await session.state()))
        }
    }

    /// Makes a file that is not there yet; answers whether it could.
    static func create(_ path: String, _ bytes: [UInt8]) -> Bool {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { return false }
        defer { Glibc.close(file) }
        return writeAll(bytes, to: file)
    }

    static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(file, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}
