/// A column to sort by.
public struct SortKey: Sendable, Hashable {
    /// The position of NULL.
    public enum Nulls: Sendable, Hashable {
        /// Before all other values.
        case first
        /// After all other values.
        case last
    }

    /// The column's index in the result.
    public var column: Int
    /// Whether the smallest value comes first.
    public var isAscending: Bool
    /// The position of NULL in either direction.
    public var nulls: Nulls

    /// A sort key. By default NULL has PostgreSQL's position: last ascending, first descending.
    public init(_ column: Int, ascending: Bool = true, nulls: Nulls? = nil) {
        self.column = column
        isAscending = ascending
        self.nulls = nulls ?? (ascending ? .last : .first)
    }
}

/// A sort key with the properties of its column.
struct SortColumn: Sendable {
    let column: Int
    let isAscending: Bool
    /// The byte for NULL.
    let null: UInt8
    let isNumber: Bool

    init(_ key: SortKey, isNumber: Bool) {
        column = key.column
        isAscending = key.isAscending
        null = key.nulls == .first ? KeyClass.nullFirst : KeyClass.nullLast
        self.isNumber = isNumber
    }
}
