/// A column to sort by.
public struct SortKey: Sendable, Hashable {
    /// Where NULL stands.
    public enum Nulls: Sendable, Hashable {
        /// Before everything else.
        case first
        /// Behind everything else.
        case last
    }

    /// The column's place in the result.
    public var column: Int
    /// Whether the smallest value comes first.
    public var isAscending: Bool
    /// Where NULL stands, whatever the direction.
    public var nulls: Nulls

    /// A key. NULL stands where PostgreSQL has it unless it is said: last ascending, first descending.
    public init(_ column: Int, ascending: Bool = true, nulls: Nulls? = nil) {
        self.column = column
        isAscending = ascending
        self.nulls = nulls ?? (ascending ? .last : .first)
    }
}

/// A sort key with what its column holds.
struct SortColumn: Sendable {
    let column: Int
    let isAscending: Bool
    /// What stands for NULL.
    let null: UInt8
    let isNumber: Bool

    init(_ key: SortKey, isNumber: Bool) {
        column = key.column
        isAscending = key.isAscending
        null = key.nulls == .first ? KeyClass.nullFirst : KeyClass.nullLast
        self.isNumber = isNumber
    }
}
