import CLibpq
import CPlatform
import Failures
import Glibc
import SQLWire
import SessionSetup
import Threads

/// Runs one text and passes the result on while it arrives.
struct StatementRun {
    private let connection: Connection
    private let pq: qd_pq
    private let wake: WakeSignal
    /// Raised to cancel the statement; nil when it cannot be cancelled.
    private let cancellation: WakeSignal?
    private let deliver: (ResultEvent) -> Void
    private let remarks: () -> [ServerMessage]?
    private let input: CopySource?
    /// The state of the transaction.
    private(set) var record: TransactionRecord
    /// Whether the server waits for the rest of a COPY's data.
    private(set) var awaitsData = false
    private var incoming: RowBatch?
    private var lastHandOver: Int64 = 0

    /// A batch is delivered when it has this many bytes or rows, when the server pauses, or after 16 ms.
    private static let mostBytes = 131_072
    private static let mostRows = 4_096

    /// - Parameter remarks: Called after the wake signal: returns notices to deliver before waiting on, or nil to stop.
    init(
        _ connection: Connection, wake: WakeSignal, cancellation: WakeSignal? = nil,
        remarks: @escaping () -> [ServerMessage]? = { nil }, input: CopySource?,
        record: TransactionRecord = TransactionRecord(.postgresql),
        deliver: @escaping (ResultEvent) -> Void
    ) {
        self.remarks = remarks
        self.connection = connection
        self.record = record
        pq = connection.pq.pointee
        self.wake = wake
        self.cancellation = cancellation
        self.input = input
        self.deliver = deliver
    }

    /// Runs `text` to its end.
    ///
    /// - Throws: `Interrupted`, when the connection was lost or dropped.
    mutating func run(_ text: [UInt8]) throws(Interrupted) {
        let sent = (text + [0]).withUnsafeBytes { bytes in
            pq.PQsendQuery(connection.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self))
        }
        guard sent == 1 else { throw Interrupted(reason: connection.lastError, isUnsent: true) }
        _ = pq.PQsetSingleRowMode(connection.handle)
        try flush()
        while let answer = try next() {
            try take(Answer(owning: answer, connection.pq))
        }
        deliverNotices()
        if connection.isBroken { throw Interrupted(reason: lastWord) }
    }

    /// The next answer; nil at the end of the statement. Delivers the current batch before it waits.
    private mutating func next() throws(Interrupted) -> OpaquePointer? {
        while pq.PQisBusy(connection.handle) != 0 {
            handOver()
            // A server that is blocked in sending notices the cancel request only when its data is read. Meanwhile the
            // newest notices are collected, and delivered at the end.
            if cancellation?.isRaised == true { connection.collectNotifications() } else { deliverNotices() }
            try wait(for: POLLIN)
            if pq.PQconsumeInput(connection.handle) == 0 { break }
        }
        return pq.PQgetResult(connection.handle)
    }

    /// The cause of a wake-up.
    private struct Woken {
        var isSocket = false
        var isOther = false
        var isCancelled = false
    }

    private func wait(for events: Int32) throws(Interrupted) { _ = try wait(for: events, or: nil) }

    /// Waits for the socket or a signal. A busy server is waited for without a limit; a dead network is not.
    @discardableResult
    private func wait(
        for events: Int32, or other: WakeSignal?, isCancellable: Bool = false
    ) throws(Interrupted) -> Woken {
        var waits = [
            pollfd(fd: connection.socket, events: Int16(events), revents: 0),
            pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            pollfd(
                fd: isCancellable ? cancellation?.descriptor ?? -1 : -1, events: Int16(POLLIN), revents: 0),
        ]
        let ready = qd_poll_heard(&waits, 4, connection.socket, -1, &connection.silence)
        if ready == -ETIMEDOUT { throw Interrupted(reason: "the network has been silent for 11 s") }
        if waits[1].revents != 0 {
            guard let messages = remarks() else { throw Interrupted(reason: nil) }
            for message in messages { deliver(.notice(message)) }
        }
        return Woken(
            isSocket: waits[0].revents != 0, isOther: waits[2].revents != 0, isCancelled: waits[3].revents != 0)
    }

    /// Sends libpq's buffered data. It also reads the server's output, because the server may read no more until that
    /// is consumed. Returns false when cancelled.
    @discardableResult
    private func flush(isCancellable: Bool = false) throws(Interrupted) -> Bool {
        while true {
            switch pq.PQflush(connection.handle) {
            case 0: return true
            case 1:
                let woken = try wait(for: POLLIN | POLLOUT, or: nil, isCancellable: isCancellable)
                if woken.isCancelled { return false }
                // The reader of the answer gets the server's last messages.
                if woken.isSocket, pq.PQconsumeInput(connection.handle) == 0 { return true }
            default: return true
            }
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
            // A message without a SQLSTATE is libpq's own: the connection is lost.
            let message = answer.message
            if message.sqlState.isEmpty { throw Interrupted(reason: lastWord) }
            if message.endsConnection { throw Interrupted(reason: message.text, isUnsent: message.wasIdle) }
            record.noteRefusal()
            deliver(.failed(message))
        }
    }

    /// Why the connection is lost: the server's message, else libpq's.
    private var lastWord: String { connection.farewell?.text ?? connection.lastError }

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
        record.noteCompletion()
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

    /// Sends the data of a COPY. A separate thread provides it and may block.
    private mutating func copyIn() throws(Interrupted) {
        awaitsData = true
        guard let input else { return try endCopy(because: "there is no data to copy from here") }
        let pieces = PulledValues<Result<ArraySlice<UInt8>, Failure>> {
            do throws(Failure) {
                return try input().map { .success($0) }
            } catch {
                return .failure(error)
            }
        }
        guard let pieces else { return try endCopy(because: Failure.noThread.what) }
        defer { pieces.stop() }
        while true {
            switch pieces.take() {
            case .end: return try endCopy(because: nil)
            case .value(.failure(let failure)):
                return try endCopy(because: failure.explained)
            case .value(.success(let piece)):
                guard try send(piece) else { return try endCopy(because: Self.cancelled) }
                if connection.isBroken { return try endCopy(because: Self.cancelled) }
            case .notYet:
                let woken = try wait(for: POLLIN, or: pieces.ready, isCancellable: true)
                if woken.isCancelled { return try endCopy(because: Self.cancelled) }
                guard woken.isSocket else { continue }
                // A notice, or the end of the connection.
                if pq.PQconsumeInput(connection.handle) == 0 { return try endCopy(because: Self.cancelled) }
                _ = pq.PQisBusy(connection.handle)
                deliverNotices()
            }
        }
    }

    /// psql's text, which the server repeats.
    private static let cancelled = "canceled by user"

    /// Sends a piece of data. Returns false when cancelled before that.
    private func send(_ piece: ArraySlice<UInt8>) throws(Interrupted) -> Bool {
        let result = piece.withUnsafeBytes { bytes in
            pq.PQputCopyData(
                connection.handle, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard result == 1 else { return true }
        deliverNotices()
        return try flush(isCancellable: true)
    }

    /// Ends the data; with a reason, the COPY is aborted.
    private mutating func endCopy(because reason: String?) throws(Interrupted) {
        awaitsData = reason != nil
        _ = reason.map { pq.PQputCopyEnd(connection.handle, $0) } ?? pq.PQputCopyEnd(connection.handle, nil)
        try flush()
    }
}
