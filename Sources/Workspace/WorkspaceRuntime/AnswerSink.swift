import CPlatform
import Failures
import Results
import SQLWire
import ScreenKit
import Threads
import Workspace

/// Receives a statement's result on the session's thread: rows go to a store, events to the screen.
final class AnswerSink: Sendable {
    private struct Incoming: Sendable {
        var store: ResultStore?
        var lines: CopyLines?
        var lastWord: Int64 = 0
        var isBroken = false
        var warnings = 0
    }

    private let started = qd_monotonic_nanoseconds()
    private let incoming = Locked(Incoming())
    private let makeStore: @Sendable ([Column]) -> ResultStore
    private let send: @Sendable (Answer) -> Void
    /// Cancels the statement when its rows cannot be stored.
    private let stop: @Sendable () -> Void
    /// The minimum time between two events about rows, in nanoseconds.
    private static let pause: Int64 = 30_000_000

    init(
        makeStore: @escaping @Sendable ([Column]) -> ResultStore, send: @escaping @Sendable (Answer) -> Void,
        stop: @escaping @Sendable () -> Void
    ) {
        self.makeStore = makeStore
        self.send = send
        self.stop = stop
    }

    /// The number of warnings of the last statement.
    var warnings: Int { incoming.withLock { $0.warnings } }

    private var elapsed: Int64 { qd_monotonic_nanoseconds() - started }

    func take(_ event: ResultEvent) {
        switch event {
        case .columns(let columns): begin(columns)
        case .rows(let batch): append(batch)
        case .data(let bytes): append(bytes)
        case .complete(let completion):
            finish(isComplete: true)
            incoming.withLock { $0.warnings = Int(completion.warnings) }
            send(.complete(completion, elapsed: elapsed))
        case .failed(let message):
            finish(isComplete: false)
            send(.failed(message, elapsed: elapsed))
        case .notice(let message): send(.notice(message))
        }
    }

    /// Ends the result because the session is lost; received rows stay.
    func abandon() { finish(isComplete: false) }

    private func begin(_ columns: [Column]) {
        let store = makeStore(columns)
        incoming.withLock { incoming in
            incoming.store = store
            incoming.lastWord = 0
        }
        send(.began(store))
    }

    private func append(_ batch: RowBatch) {
        let (store, isBroken) = incoming.withLock { ($0.store, $0.isBroken) }
        guard let store, !isBroken else { return }
        do throws(Failure) {
            try store.append(batch)
        } catch {
            incoming.withLock { $0.isBroken = true }
            send(.broken(error))
            stop()
            return
        }
        let now = elapsed
        let isDue = incoming.withLock { incoming in
            guard incoming.lastWord == 0 || now - incoming.lastWord >= Self.pause else { return false }
            incoming.lastWord = now
            return true
        }
        if isDue { send(.rows(elapsed: now)) }
    }

    /// COPY output is shown line by line.
    private func append(_ bytes: [UInt8]) {
        if incoming.withLock({ $0.lines == nil }) {
            begin([Column(name: Array("copy".utf8), kind: .text)])
            incoming.withLock { $0.lines = CopyLines() }
        }
        let batch = incoming.withLock { $0.lines?.take(bytes) }
        if let batch, batch.rowCount > 0 { append(batch) }
    }

    private func finish(isComplete: Bool) {
        let rest = incoming.withLock { $0.lines?.rest() }
        if let rest, rest.rowCount > 0 { append(rest) }
        let (store, isBroken) = incoming.withLock { incoming in
            defer { (incoming.store, incoming.lines) = (nil, nil) }
            return (incoming.store, incoming.isBroken)
        }
        store?.finish(isComplete: isComplete && !isBroken)
    }
}

/// Splits pieces into lines.
struct CopyLines: Sendable {
    private var open: [UInt8] = []

    mutating func take(_ bytes: [UInt8]) -> RowBatch {
        var batch = RowBatch(columnCount: 1)
        for piece in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
            append(open + piece, to: &batch)
            open = []
        }
        open += bytes.suffix(from: bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
        return batch
    }

    mutating func rest() -> RowBatch {
        var batch = RowBatch(columnCount: 1)
        if !open.isEmpty { append(open, to: &batch) }
        open = []
        return batch
    }

    private func append(_ line: [UInt8], to batch: inout RowBatch) {
        line.withUnsafeBytes { bytes in batch.appendRow { _ in bytes } }
    }
}
