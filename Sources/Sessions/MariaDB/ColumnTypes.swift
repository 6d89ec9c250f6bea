import CMariaDB
import SQLWire

/// The column kinds of MySQL's types.
extension Column {
    init(_ field: MYSQL_FIELD) {
        func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: UInt32) -> [UInt8] {
            [UInt8](UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(count)))
        }
        let isBinary = field.charsetnr == UInt32(QD_MYSQL_BINARY_CHARSET)
        let kind: Column.Kind =
            switch field.type {
            case MYSQL_TYPE_TINY, MYSQL_TYPE_SHORT, MYSQL_TYPE_LONG, MYSQL_TYPE_INT24, MYSQL_TYPE_LONGLONG,
                MYSQL_TYPE_YEAR:
                .integer
            case MYSQL_TYPE_DECIMAL, MYSQL_TYPE_NEWDECIMAL: .decimal
            case MYSQL_TYPE_FLOAT, MYSQL_TYPE_DOUBLE: .float
            case MYSQL_TYPE_JSON: .json
            case MYSQL_TYPE_BIT, MYSQL_TYPE_GEOMETRY: .bytes
            case MYSQL_TYPE_TINY_BLOB, MYSQL_TYPE_MEDIUM_BLOB, MYSQL_TYPE_LONG_BLOB, MYSQL_TYPE_BLOB,
                MYSQL_TYPE_STRING, MYSQL_TYPE_VAR_STRING, MYSQL_TYPE_VARCHAR:
                isBinary ? .bytes : .text
            default: .text
            }
        let table = bytes(field.org_table, field.org_table_length)
        self.init(
            name: bytes(field.name, field.name_length), kind: kind,
            // By the type, as in the client. The number flag has the same bit as the group flag, which text may have.
            // Source: mysql.h, IS_NUM.
            alignsRight: [.integer, .decimal, .float].contains(kind) || field.type == MYSQL_TYPE_NULL,
            mayBeNull: field.flags & UInt32(QD_MYSQL_NOT_NULL) == 0,
            origin: table.isEmpty ? nil : .table(schema: bytes(field.db, field.db_length), name: table),
            originColumn: table.isEmpty ? nil : .name(bytes(field.org_name, field.org_name_length)))
    }
}
