public import SQLWire

/// A table's columns, primary key and foreign keys, as one catalogue query returns them.
public struct TableFacts: Sendable, Equatable {
    /// A foreign key: the columns of one table refer to those of another.
    public struct ForeignKey: Sendable, Equatable {
        public let name: String
        /// The other table: for a key of this table the one that it refers to, else the one that refers to this table.
        public let other: RelationName
        /// The pairs of columns, in the key's order.
        public var pairs: [(mine: String, theirs: String)]

        public static func == (left: ForeignKey, right: ForeignKey) -> Bool {
            left.name == right.name && left.other == right.other && left.pairs.elementsEqual(right.pairs, by: ==)
        }
    }

    public let dialect: Dialect
    public private(set) var name = RelationName(schema: "", name: "")
    /// PostgreSQL's `relkind`, or MySQL's `TABLE_TYPE`; empty when the server does not know the table.
    public private(set) var kind = ""
    /// Whether a transaction can roll back changes of the table.
    public private(set) var hasTransactions = true
    public private(set) var columns: [TableColumn] = []
    /// The foreign keys of the table.
    public private(set) var references: [ForeignKey] = []
    /// The foreign keys of other tables that refer to it.
    public private(set) var referrers: [ForeignKey] = []

    /// Reads the rows of `TableQuestion`.
    public init(rows: [[String?]], dialect: Dialect) {
        self.dialect = dialect
        for row in rows where row.count == TableQuestion.width {
            let field = { (index: Int) in row[index] ?? "" }
            switch field(0) {
            case "table":
                name = RelationName(schema: field(1), name: field(2))
                kind = field(3)
                hasTransactions = field(4) != "NO"
            case "column": columns.append(TableColumn(row, dialect))
            case "reference": Self.add(row, to: &references)
            case "referrer": Self.add(row, to: &referrers)
            default: break
            }
        }
        columns.sort { $0.number < $1.number }
        // MySQL reports the columns of the key as rows of their own.
        for row in rows where row.count == TableQuestion.width && row[0] == "key" {
            if let index = columns.firstIndex(where: { $0.name == row[1] }) { columns[index].isKey = true }
        }
    }

    /// Rows of the same key follow each other in any order; the last field is the pair's position.
    private static func add(_ row: [String?], to keys: inout [ForeignKey]) {
        let field = { (index: Int) in row[index] ?? "" }
        let other = RelationName(schema: field(3), name: field(4))
        let pair = (mine: field(2), theirs: field(5))
        if let index = keys.firstIndex(where: { $0.name == field(1) && $0.other == other }) {
            keys[index].pairs.append(pair)
        } else {
            keys.append(ForeignKey(name: field(1), other: other, pairs: [pair]))
        }
    }

    /// The index of a result's column among the table's columns.
    public func index(of column: OriginColumn?) -> Int? {
        switch column {
        case .number(let number)?: columns.firstIndex { $0.number == number }
        case .name(let name)?: columns.firstIndex { Array($0.name.utf8) == name }
        case nil: nil
        }
    }

    /// The indices of the primary key's columns.
    public var key: [Int] { columns.indices.filter { columns[$0].isKey } }

    /// The table's quoted name.
    public var path: String { RowStatement.quoted(name, dialect) }
}

/// A column of a table.
public struct TableColumn: Sendable, Equatable {
    /// The way in which a value is written and compared.
    enum Kind: Sendable, Equatable {
        /// Digits.
        case number
        /// A string literal; the type's equality tells every two values apart.
        case plain
        /// Text whose collation or character set may treat different values as equal.
        case collated
        /// Compared as text, because the type has no equality, or one that treats different values as equal.
        case text
        /// PostgreSQL's xml, whose output is not the same as its cast to text.
        case xml
        /// MySQL's bytes.
        case bytes
        /// MySQL's bit fields.
        case bits
        /// MySQL's bytes without a comparison.
        case opaque
    }

    /// The position; PostgreSQL's `attnum`.
    public let number: Int
    public let name: String
    /// The type in the server's spelling.
    public let type: String
    let kind: Kind
    public let mayBeNull: Bool
    /// Why the server computes every value itself; nil when a statement may set one.
    public let generated: String?
    /// Whether the server has a default other than NULL.
    public let hasDefault: Bool
    /// Whether it belongs to the primary key.
    public internal(set) var isKey: Bool

    init(_ row: [String?], _ dialect: Dialect) {
        let field = { (index: Int) in row[index] ?? "" }
        number = Int(field(1)) ?? 0
        name = field(2)
        type = field(3)
        mayBeNull = field(4).first == "t"
        hasDefault = field(5).first == "t"
        isKey = field(6).first == "t"
        let marks = field(7).split(separator: "/", omittingEmptySubsequences: false)
        let mark = { (index: Int) in marks.indices.contains(index) ? marks[index] : "" }
        if dialect == .postgresql {
            let isIdentity = mark(0) == "a"
            generated = isIdentity ? "GENERATED ALWAYS AS IDENTITY" : mark(1).isEmpty ? nil : "GENERATED ALWAYS"
            kind = Self.postgreSQL(oid: mark(2), typtype: mark(3), collation: mark(4))
        } else {
            generated = mark(0).isEmpty ? nil : "GENERATED ALWAYS"
            kind = Self.mySQL(type: mark(1), characterSet: mark(2))
        }
    }

    /// Source: pg_type.dat; a type that is not here is compared as text.
    private static func postgreSQL(oid: Substring, typtype: Substring, collation: Substring) -> Kind {
        switch oid {
        case "20", "21", "23", "26", "1700": return .number
        case "142": return .xml
        case "25", "1042", "1043":
            // The default, "C" and "POSIX".
            return ["0", "100", "950", "951"].contains(collation) ? .plain : .collated
        // bool, bytea, char, name, date, time, timetz, timestamp, timestamptz, uuid, inet, cidr, macaddr, bit, varbit,
        // jsonb, and arrays: bool, int2, int4, int8, text, varchar, numeric, uuid.
        case "16", "17", "18", "19", "1082", "1083", "1266", "1114", "1184", "2950", "869", "650", "829", "1560",
            "1562", "3802", "1000", "1005", "1007", "1016", "1009", "1015", "1231", "2951":
            return .plain
        default: return typtype == "e" ? .plain : .text
        }
    }

    private static func mySQL(type: Substring, characterSet: Substring) -> Kind {
        switch type {
        case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year": .number
        case "char", "varchar", "tinytext", "text", "mediumtext", "longtext":
            ["utf8mb4", "utf8mb3", "utf8", "ascii"].contains(characterSet) ? .plain : .collated
        case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob": .bytes
        case "bit": .bits
        case "geometry", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon",
            "geometrycollection", "geomcollection", "vector":
            .opaque
        default: .text
        }
    }

    /// Whether a result shows its values as bytes, which are typed as hexadecimal digits.
    public var isBytes: Bool { kind == .bytes || kind == .bits || kind == .opaque }
}
