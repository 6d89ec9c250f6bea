import Threads
import CLibpq
import CPlatform
import Glibc
import SQLCore

/// Runs one text and hands on what comes back, as it comes.
struct StatementRun {
    private let connection: Connection
    private let pq: qd_pq
    private let wake: WakeSignal
    private let deliver: (ResultEvent) -> Void
    private let remarks: () -> [ServerMessage]?
    private let input: CopySource?
    private var incoming: RowBatch?
    private var lastHandOver: Int64 = 0

    /// A batch is handed over when it holds this many bytes or rows, when the server has nothing more to say for now,
    /// or after 16 ms.
    private static let mostBytes = 131_072
    private static let mostRows = 4_096

    /// - Parameter remarks: Asked after the wake signal: what to hand on before waiting on, or nil to break off.
    init(
        _ connection: Connection, wake: WakeSignal, remarks: @escaping () -> [ServerMessage]? = { nil },
        input: CopySource?, deliver: @escaping (ResultEvent) -> Void
    ) {
        self.remarks = remarks
        self.connection = connection
        pq = connection.pq.pointee
        self.wake = wake
        self.input = input
        self.deliver = deliver
    }

    /// Runs `text` to its end.
    ///
    /// - Throws: `Interrupted`, when the connection broke or was broken.
    mutating func run(_ text: [UInt8]) throws(Interrupted) {
        let sent = (text + [0]).withUnsafeBytes { bytes in
            pq.PQsendQuery(connection.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        guard sent == 1 else { throw Interrupted(reason: connection.lastError) }
        _ = pq.PQsetSingleRowMode(connection.handle)
        while let answer = try next() {
            try take(Answer(owning: answer, connection.pq))
        }
        deliverNotices()
        if connection.isBroken { throw Interrupted(reason: connection.lastError) }
    }

    /// The next answer; nil at the end of the statement. Before it waits, what has come is handed over.
    private mutating func next() throws(Interrupted) -> OpaquePointer? {
        while pq.PQisBusy(connection.handle) != 0 {
            handOver()
            deliverNotices()
            try wait(for: POLLIN)
            if pq.PQconsumeInput(connection.handle) == 0 { break }
        }
        return pq.PQgetResult(connection.handle)
    }

    private func wait(for events: Int32) throws(Interrupted) {
        while qd_wait(connection.socket, Int16(events), wake.descriptor, -1) == 2 {
            guard let messages = remarks() else { throw Interrupted(reason: nil) }
            for message in messages { deliver(.notice(message)) }
        }
    }

    private mutating func take(_ answer: consuming Answer) throws(Interrupted) {
        switch answer.status {
        case PGRES_SINGLE_TUPLE:
            takeRow(answer)
        case PGRES_TUPLES_OK:
            begin(answer)
            finish(answer.completion)
        case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            finish(answer.completion)
        case PGRES_COPY_OUT:
            try copyOut()
        case PGRES_COPY_IN, PGRES_COPY_BOTH:
            try copyIn()
        default:
            handOver()
            incoming = nil
            deliverNotices()
            // A message without a SQLSTATE is libpq's own: the connection broke. A fatal one is the server's last word.
            let message = answer.message
            if message.sqlState.isEmpty || connection.isBroken || ["FATAL", "PANIC"].contains(message.severity) {
                // Its own words come several times over, one line for every layer they passed: the first is enough.
                throw Interrupted(reason: message.sqlState.isEmpty ? connection.lastError : message.text)
            }
            deliver(.failed(message))
        }
    }

    private mutating func begin(_ answer: borrowing Answer) {
        guard incoming == nil else { return }
        deliver(.columns(answer.columns))
        incoming = RowBatch(columnCount: answer.columnCount)
        lastHandOver = qd_monotonic_nanoseconds()
    }

    private mutating func takeRow(_ answer: borrowing Answer) {
        begin(answer)
        guard var batch = incoming.take() else { return }
        answer.appendRow(to: &batch)
        let isFull = batch.byteCount >= Self.mostBytes || batch.rowCount >= Self.mostRows
        let isDue = batch.rowCount % 256 == 0 && qd_monotonic_nanoseconds() - lastHandOver > 16_000_000
        incoming = batch
        if isFull || isDue { handOver() }
    }

    private mutating func handOver() {
        guard var batch = incoming.take() else { return }
        if batch.rowCount > 0 {
            deliver(.rows(batch))
            batch.removeAll()
            lastHandOver = qd_monotonic_nanoseconds()
        }
        incoming = batch
    }

    private mutating func finish(_ completion: Completion) {
        handOver()
        incoming = nil
        deliverNotices()
        deliver(.complete(completion))
    }

    private func deliverNotices() {
        for message in connection.takeNotices() { deliver(.notice(message)) }
    }

    private mutating func copyOut() throws(Interrupted) {
        var collected: [UInt8] = []
        collected.reserveCapacity(Self.mostBytes)
        while true {
            var piece: UnsafeMutablePointer<CChar>?
            let count = pq.PQgetCopyData(connection.handle, &piece, 1)
            if count > 0 {
                collected.append(contentsOf: UnsafeRawBufferPointer(start: piece, count: Int(count)))
                pq.PQfreemem(piece)
                if collected.count < Self.mostBytes { continue }
            }
            if !collected.isEmpty {
                deliver(.data(collected))
                collected.removeAll(keepingCapacity: true)
            }
            if count < 0 { return }
            if count == 0 {
                try wait(for: POLLIN)
                if pq.PQconsumeInput(connection.handle) == 0 { return }
            }
        }
    }

    private func copyIn() throws(Interrupted) {
        guard let input else {
            _ = pq.PQputCopyEnd(connection.handle, "there is no data to copy from here")
            return
        }
        var isTaken = true
        while let piece = input() {
            // What the server no longer takes is still data, not the next statement.
            guard isTaken else { continue }
            let result = piece.withUnsafeBytes { bytes in
                pq.PQputCopyData(
                    connection.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
            }
            isTaken = result == 1
        }
        _ = pq.PQputCopyEnd(connection.handle, nil)
    }
}

/// The connection broke while a statement ran; without a reason, it was broken from this side.
struct Interrupted: Error {
    let reason: String?
}
