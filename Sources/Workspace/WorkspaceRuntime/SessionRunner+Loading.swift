import CPlatform
import Catalog
import Failures
import Glibc
import LocalFiles
import SQLWire
import ScreenKit
import Threads
import Workspace

extension SessionRunner {
    /// The maximum number of rows and bytes in one statement.
    private static let (mostRows, mostBytes) = (500, 256 << 10)

    /// Loads a file's rows into a MySQL table by INSERT, because with LOAD DATA LOCAL a server could request any file.
    /// Either all rows are loaded or none; in an open transaction the user decides.
    func load(_ number: Int, _ command: CopyCommand, _ form: DelimitedRows.Form, hasHeader: Bool) {
        guard let session else { return notOpen(number) }
        let cancelsBefore = cancels
        reading(number, session, command.path) { runner, file, pieces, first throws(SessionError) in
            let started = qd_monotonic_nanoseconds()
            let state = await session.state()
            let loader = RowLoader(
                session, Array(command.sql), hasEscapes: state.hasBackslashEscapes,
                isOwnTransaction: state.transaction == .none)
            var rows = DelimitedRows(form)
            var skips = hasHeader ? 1 : 0
            var said = started
            var piece = first
            var problem: Failure?
            reading: while problem == nil {
                if let piece { rows.feed(piece[...]) } else { rows.finish() }
                for row in rows.take() {
                    if skips > 0 { skips -= 1 } else { try await loader.add(row) }
                    if loader.failure != nil || runner.cancels != cancelsBefore { break reading }
                }
                let now = qd_monotonic_nanoseconds()
                if now - said > 1_000_000_000 {
                    said = now
                    runner.tell(.info, "\(Count.of(loader.sent, "row")) so far")
                }
                if piece == nil { break }
                do throws(Failure) {
                    piece = try file.next(of: pieces)
                } catch {
                    problem = error
                }
            }
            let isCancelled = runner.cancels != cancelsBefore || problem != nil
            try await loader.finish(isWhole: !isCancelled && loader.failure == nil)
            let elapsed = qd_monotonic_nanoseconds() - started
            if var failure = loader.failure {
                failure.text += loader.fate
                runner.answer(number, .failed(failure, elapsed: elapsed))
            } else if isCancelled {
                var words = "cancelled"
                if let problem, problem.status != .interrupted {
                    words = problem.explained
                }
                let message = ServerMessage(severity: "ERROR", sqlState: "", text: words + loader.fate)
                runner.answer(number, .failed(message, elapsed: elapsed))
            } else {
                let done = Completion(tag: "COPY \(loader.sent)", rows: UInt64(loader.sent), hasColumns: false)
                runner.answer(number, .complete(done, elapsed: elapsed))
            }
        }
    }

    /// Inserts rows into a table, some hundreds in each statement.
    private final class RowLoader {
        private let session: any SQLSession
        private let head: [UInt8]
        private let hasEscapes: Bool
        private let isOwnTransaction: Bool
        private var statement: [UInt8] = []
        private var waiting = 0
        private var hasBegun = false
        /// The number of inserted rows.
        private(set) var sent = 0
        /// The server's error.
        private(set) var failure: ServerMessage?

        /// What happened to the rows when not all could be inserted.
        var fate: String {
            isOwnTransaction
                ? "; none of the file's rows is in the table"
                : "; \(Count.of(sent, "row")) of the file are in the transaction that is open"
        }

        init(_ session: any SQLSession, _ head: [UInt8], hasEscapes: Bool, isOwnTransaction: Bool) {
            (self.session, self.head, self.hasEscapes) = (session, head, hasEscapes)
            self.isOwnTransaction = isOwnTransaction
        }

        func add(_ row: [[UInt8]?]) async throws(SessionError) {
            statement += waiting == 0 ? head + [UInt8(ascii: "(")] : Array(",\n(".utf8)
            for (index, value) in row.enumerated() {
                if index > 0 { statement.append(UInt8(ascii: ",")) }
                if let value { append(value) } else { statement += Array("NULL".utf8) }
            }
            statement.append(UInt8(ascii: ")"))
            waiting += 1
            if waiting >= mostRows || statement.count >= mostBytes { try await flush() }
        }

        func finish(isWhole: Bool) async throws(SessionError) {
            if isWhole { try await flush() }
            guard isOwnTransaction, hasBegun else { return }
            try await run(Array((isWhole && failure == nil ? "COMMIT" : "ROLLBACK").utf8))
        }

        private func flush() async throws(SessionError) {
            guard waiting > 0, failure == nil else { return }
            if isOwnTransaction, !hasBegun {
                hasBegun = true
                try await run(Array("START TRANSACTION".utf8))
            }
            try await run(statement)
            if failure == nil { sent += waiting }
            (statement, waiting) = ([], 0)
        }

        private func run(_ sql: [UInt8]) async throws(SessionError) {
            let rows = CollectedRows()
            try await session.run(sql, input: nil) { rows.take($0) }
            failure = failure ?? rows.rows.failure
        }

        private func append(_ value: [UInt8]) {
            let quote = UInt8(ascii: "'")
            statement.append(quote)
            for byte in value {
                switch byte {
                case quote: statement += [quote, quote]
                case UInt8(ascii: "\\") where hasEscapes: statement += [byte, byte]
                default: statement.append(byte)
                }
            }
            statement.append(quote)
        }
    }
}
