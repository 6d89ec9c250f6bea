import CLibpq
import Glibc
import SQLWire

/// One PGresult, freed on release.
struct Answer: ~Copyable {
    let pq: UnsafePointer<qd_pq>
    let handle: OpaquePointer

    init(owning handle: OpaquePointer, _ pq: UnsafePointer<qd_pq>) {
        self.handle = handle
        self.pq = pq
    }

    deinit {
        pq.pointee.PQclear(handle)
    }

    var status: ExecStatusType { pq.pointee.PQresultStatus(handle) }

    var columnCount: Int { Int(pq.pointee.PQnfields(handle)) }

    var columns: [Column] {
        (0..<Int32(columnCount)).map { index in
            let oid = pq.pointee.PQftype(handle, index)
            let table = pq.pointee.PQftable(handle, index)
            let name = pq.pointee.PQfname(handle, index)
            return Column(
                name: name.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? [],
                kind: ColumnTypes.kind(oid: oid), alignsRight: ColumnTypes.alignsRight(oid: oid),
                origin: table == 0 ? nil : .relation(oid: table),
                originColumn: table == 0 ? nil : .number(Int(pq.pointee.PQftablecol(handle, index))))
        }
    }

    /// Appends the only row of an answer in single-row mode.
    func appendRow(to batch: inout RowBatch) {
        let functions = pq.pointee
        batch.appendRow { column in
            let column = Int32(truncatingIfNeeded: column)
            let length = functions.PQgetlength(handle, 0, column)
            if length == 0, functions.PQgetisnull(handle, 0, column) != 0 { return nil }
            return UnsafeRawBufferPointer(start: functions.PQgetvalue(handle, 0, column), count: Int(length))
        }
    }

    var completion: Completion {
        let tag = pq.pointee.PQcmdStatus(handle).map { String(cString: $0) } ?? ""
        let isQuery = status == PGRES_TUPLES_OK
        return Completion(tag: tag, rows: tag.split(separator: " ").last.flatMap { UInt64($0) }, hasColumns: isQuery)
    }

    /// The answer's error or notice.
    var message: ServerMessage {
        ServerMessage(answer: handle, pq)
    }
}

extension ServerMessage {
    init(answer: OpaquePointer, _ pq: UnsafePointer<qd_pq>) {
        func field(_ code: Int) -> String? {
            pq.pointee.PQresultErrorField(answer, Int32(code)).map { String(cString: $0) }
        }
        let whole = pq.pointee.PQresultErrorMessage(answer).map { String(cString: $0) } ?? ""
        self.init(
            severity: field(QD_PG_SEVERITY) ?? "ERROR", sqlState: field(QD_PG_SQLSTATE) ?? "",
            text: field(QD_PG_MESSAGE) ?? whole.split(separator: "\n").joined(separator: " "))
        detail = field(QD_PG_DETAIL)
        hint = field(QD_PG_HINT)
        position = field(QD_PG_POSITION).flatMap { Int($0) }
        if position != nil { excerpt = Self.excerpt(of: whole, after: "\(severity):  \(text)\n") }
        context = field(QD_PG_CONTEXT)
        place.schema = field(QD_PG_SCHEMA)
        place.table = field(QD_PG_TABLE)
        place.column = field(QD_PG_COLUMN)
        place.dataType = field(QD_PG_TYPE)
        place.constraint = field(QD_PG_CONSTRAINT)
        let source = [field(QD_PG_SOURCE_FUNCTION), field(QD_PG_SOURCE_FILE), field(QD_PG_SOURCE_LINE)]
        place.source = source.contains(nil) ? nil : "\(source[0] ?? ""), \(source[1] ?? ""):\(source[2] ?? "")"
    }

    /// The two lines that libpq adds to the message: the statement's line and a mark below the position.
    private static func excerpt(of whole: String, after message: String) -> [String] {
        guard whole.hasPrefix(message) else { return [] }
        let lines = whole.dropFirst(message.count).split(separator: "\n", omittingEmptySubsequences: false).prefix(2)
        return lines.count == 2 && lines.last?.hasSuffix("^") == true ? lines.map(String.init) : []
    }
}
