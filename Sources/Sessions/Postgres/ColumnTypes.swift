import SQLWire

/// The column kinds of PostgreSQL's built-in types. Source: pg_type.dat, whose OIDs never change.
enum ColumnTypes {
    static func kind(oid: UInt32) -> Column.Kind {
        switch oid {
        case 16: .boolean
        case 17: .bytes
        case 20, 21, 23, 26: .integer
        case 114, 3_802: .json
        case 700, 701: .float
        case 1_700: .decimal
        default: .text
        }
    }

    /// Numbers, transaction ids and money are aligned right, as in psql.
    static func alignsRight(oid: UInt32) -> Bool {
        switch oid {
        case 20, 21, 23, 26, 28, 29, 700, 701, 790, 1_700, 5_069: true
        default: false
        }
    }
}
