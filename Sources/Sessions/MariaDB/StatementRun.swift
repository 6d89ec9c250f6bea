import CMariaDB
import CPlatform
import Glibc
import SQLWire
import SessionSetup

/// Runs one text and passes the result on while it arrives.
final class StatementRun {
    private let connection: Connection
    private let my: qd_mysql
    private let deliver: (ResultEvent) -> Void
    private let remarks: () -> [ServerMessage]?
    /// The state of the transaction.
    private(set) var record: TransactionRecord
    private var incoming: RowBatch?
    private var lastHandOver: Int64 = 0

    /// A batch is delivered when it has this many bytes or rows, when the server pauses, or after 16 ms.
    private static let mostBytes = 131_072
    private static let mostRows = 4_096

    /// - Parameter remarks: Called after the wake signal: returns notices to deliver before waiting on, or nil to stop.
    init(
        _ connection: Connection, remarks: @escaping () -> [ServerMessage]? = { nil },
        record: TransactionRecord = TransactionRecord(.mysql), deliver: @escaping (ResultEvent) -> Void
    ) {
        self.remarks = remarks
        self.connection = connection
        self.record = record
        my = connection.my.pointee
        self.deliver = deliver
    }

    private var mysql: UnsafeMutablePointer<MYSQL>? { connection.link.pointee.mysql }

    /// Runs `text` to its end.
    ///
    /// - Throws: `Interrupted`, when the connection was lost or dropped.
    func run(_ text: [UInt8]) throws(Interrupted) {
        connection.enter()
        connection.giver.beforeWait = { [self] in handOver() }
        connection.giver.afterWake = { [self] in
            guard let messages = remarks() else { return false }
            for message in messages { deliver(.notice(message)) }
            return true
        }
        defer {
            connection.giver.beforeWait = nil
            connection.giver.afterWake = nil
            qd_mysql_enter(nil)
        }
        let sent = text.withUnsafeBytes { bytes in
            my.mysql_real_query(
                mysql, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), UInt(bytes.count))
        }
        var isRefused = sent != 0
        while true {
            if isRefused { return try refuse() }
            if my.mysql_field_count(mysql) > 0 {
                try readRows()
            } else {
                finish(rows: UInt64(my.mysql_affected_rows(mysql)), hasColumns: false)
            }
            guard my.mysql_more_results(mysql) != 0 else { return }
            isRefused = my.mysql_next_result(mysql) > 0
        }
    }

    private func refuse() throws(Interrupted) {
        let message = connection.message
        let number = message.number ?? 0
        if connection.link.pointee.was_woken != 0 {
            throw Interrupted(reason: nil, isUnsent: ConnectionEnding.leavesUnsent(number))
        }
        if connection.link.pointee.was_silent != 0 {
            throw Interrupted(
                reason: "the network has been silent for 11 s", isUnsent: ConnectionEnding.leavesUnsent(number))
        }
        if connection.isBroken {
            throw Interrupted(reason: message.text, isUnsent: ConnectionEnding.leavesUnsent(number))
        }
        if ConnectionEnding.isOne(number) || ConnectionEnding.isLikely(message.sqlState) && isLeft {
            throw Interrupted(
                reason: "\(message.text) (\(number))", isUnsent: ConnectionEnding.leavesUnread(number))
        }
        record.noteRefusal()
        deliver(.failed(message))
        // An error packet lacks the transaction's state, which the error may have changed.
        guard connection.transaction == .open else { return }
        connection.refreshStatus()
        if connection.isBroken { throw Interrupted(reason: connection.lastError) }
    }

    /// Whether the server closes the connection after its last message.
    private var isLeft: Bool { qd_wait(connection.socket, Int16(POLLIN), -1, 200) == 1 }

    private func readRows() throws(Interrupted) {
        guard let result = my.mysql_use_result(mysql) else { return try refuse() }
        var isFreed = false
        defer { if !isFreed { my.mysql_free_result(result) } }
        let count = Int(my.mysql_num_fields(result))
        let fields = UnsafeBufferPointer(start: my.mysql_fetch_fields(result), count: count)
        deliver(.columns(fields.map { Column($0) }))
        incoming = RowBatch(columnCount: count)
        lastHandOver = qd_monotonic_nanoseconds()
        var rows: UInt64 = 0
        while let row = my.mysql_fetch_row(result), let lengths = my.mysql_fetch_lengths(result) {
            append(row, lengths)
            rows += 1
        }
        handOver()
        incoming = nil
        if my.mysql_errno(mysql) != 0 {
            isFreed = true
            // Freeing a partly read result reads the rest; after an error there is no rest.
            my.mysql_free_result(result)
            return try refuse()
        }
        finish(rows: rows, hasColumns: true)
    }

    private func append(_ row: MYSQL_ROW, _ lengths: UnsafeMutablePointer<UInt>) {
        guard var batch = incoming.take() else { return }
        batch.appendRow { column in
            row[column].map { UnsafeRawBufferPointer(start: $0, count: Int(lengths[column])) }
        }
        let isFull = batch.byteCount >= Self.mostBytes || batch.rowCount >= Self.mostRows
        let isDue = batch.rowCount % 256 == 0 && qd_monotonic_nanoseconds() - lastHandOver > 16_000_000
        incoming = batch
        if isFull || isDue { handOver() }
    }

    private func handOver() {
        guard var batch = incoming.take() else { return }
        if batch.rowCount > 0 {
            deliver(.rows(batch))
            batch.removeAll()
            lastHandOver = qd_monotonic_nanoseconds()
        }
        incoming = batch
    }

    private func finish(rows: UInt64, hasColumns: Bool) {
        record.noteCompletion()
        record.note(connection.transaction, commitsByItself: connection.commitsByItself)
        let remark = my.mysql_info(mysql).map { String(cString: $0) }
        deliver(
            .complete(
                Completion(
                    tag: "", rows: rows == .max ? nil : rows, hasColumns: hasColumns,
                    warnings: Int(my.mysql_warning_count(mysql)), remark: remark)))
    }
}
