/// One column of a result, as the server describes it.
public struct Column: Sendable, Hashable {
    /// The kind of its values, for formats with types and for alignment.
    public enum Kind: Sendable, Hashable {
        /// Digits with a sign: valid JSON.
        case integer
        /// `numeric` and `decimal`: digits with a point, also `NaN` and `Infinity`.
        case decimal
        /// Floating point: `1e-07`, also `NaN`, `Infinity`.
        case float
        /// PostgreSQL's `t` and `f`.
        case boolean
        /// A JSON document.
        case json
        /// Bytes: PostgreSQL's `\x…` text, or MySQL's raw bytes.
        case bytes
        /// All other types.
        case text
    }

    /// The name's bytes as received, UTF-8 unless the server says otherwise; may be empty and need not be unique.
    public let name: [UInt8]
    public let kind: Kind
    /// Whether the server's own client aligns the values right.
    public let alignsRight: Bool
    /// Whether a value may be NULL according to the server; MySQL's client reserves room for the word.
    public let mayBeNull: Bool
    /// The table of the values, if they are a table's column unchanged.
    public let origin: ColumnOrigin?
    /// The column of that table.
    public let originColumn: OriginColumn?

    public init(
        name: [UInt8], kind: Kind, alignsRight: Bool = false, mayBeNull: Bool = true, origin: ColumnOrigin? = nil,
        originColumn: OriginColumn? = nil
    ) {
        self.name = name
        self.kind = kind
        self.alignsRight = alignsRight
        self.mayBeNull = mayBeNull
        self.origin = origin
        self.originColumn = originColumn
    }
}

/// A column of a table, as the server identifies it.
public enum OriginColumn: Sendable, Hashable {
    /// PostgreSQL's `attnum`.
    case number(Int)
    /// MySQL's name of the column; an alias does not change it.
    case name([UInt8])
}

/// The table of a column's values.
public enum ColumnOrigin: Sendable, Hashable {
    /// PostgreSQL reports the table's OID.
    case relation(oid: UInt32)
    /// MySQL reports names.
    case table(schema: [UInt8], name: [UInt8])
}

extension ColumnOrigin {
    /// The table that all columns share; nil when there is none or more than one.
    public static func common(of columns: [Column]) -> ColumnOrigin? {
        let origins = Set(columns.map(\.origin))
        return origins.count == 1 ? origins.first ?? nil : nil
    }

    /// The table in MySQL's backquotes; nil when the server reports no name.
    public var backquoted: [UInt8]? {
        guard case .table(let schema, let name) = self else { return nil }
        let parts = [schema, name].filter { !$0.isEmpty }.map { part in
            [Byte.backquote] + part.flatMap { $0 == Byte.backquote ? [$0, $0] : [$0] } + [Byte.backquote]
        }
        return Array(parts.joined(separator: [Byte.dot]))
    }
}
