/// One column of a result, as the server describes it.
public struct Column: Sendable, Hashable {
    /// What its values are to a format that tells kinds apart, and to alignment.
    public enum Kind: Sendable, Hashable {
        /// Digits with a sign: valid JSON as they are.
        case integer
        /// `numeric` and `decimal`: digits with a point, but also `NaN` and `Infinity`.
        case decimal
        /// Floating point: `1e-07`, and also `NaN`, `Infinity`.
        case float
        /// PostgreSQL's `t` and `f`.
        case boolean
        /// A JSON document.
        case json
        /// Bytes: PostgreSQL's `\x…` text, or MySQL's raw bytes.
        case bytes
        /// Everything else.
        case text
    }

    /// The name's bytes as they came, UTF-8 unless the server says otherwise; may be empty, and need not be unique.
    public let name: [UInt8]
    /// What its values are.
    public let kind: Kind
    /// Whether the server's own client writes the values to the right.
    public let alignsRight: Bool
    /// Whether a value may be NULL as far as the server says; MySQL's client makes room for the word.
    public let mayBeNull: Bool
    /// Where the values come from, if they are a table's column unchanged.
    public let origin: ColumnOrigin?

    /// Describes a column.
    public init(
        name: [UInt8], kind: Kind, alignsRight: Bool = false, mayBeNull: Bool = true, origin: ColumnOrigin? = nil
    ) {
        self.name = name
        self.kind = kind
        self.alignsRight = alignsRight
        self.mayBeNull = mayBeNull
        self.origin = origin
    }
}

/// The table that a column's values come from.
public enum ColumnOrigin: Sendable, Hashable {
    /// PostgreSQL tells the table's OID.
    case relation(oid: UInt32)
    /// MySQL tells names.
    case table(schema: [UInt8], name: [UInt8])
}

extension ColumnOrigin {
    /// The one table that all columns come from; nil when there is none, or more than one.
    public static func common(of columns: [Column]) -> ColumnOrigin? {
        let origins = Set(columns.map(\.origin))
        return origins.count == 1 ? origins.first ?? nil : nil
    }

    /// The table as MySQL writes it, in backquotes; nil where the server tells no name.
    public var backquoted: [UInt8]? {
        guard case .table(let schema, let name) = self else { return nil }
        let parts = [schema, name].filter { !$0.isEmpty }.map { part in
            [Byte.backquote] + part.flatMap { $0 == Byte.backquote ? [$0, $0] : [$0] } + [Byte.backquote]
        }
        return Array(parts.joined(separator: [Byte.dot]))
    }
}
