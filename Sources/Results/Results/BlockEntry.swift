/// The index entry of a block of rows.
struct BlockEntry: Sendable {
    /// The number of its first row.
    var firstRow: Int
    var rowCount: Int
    /// The address of the block: first the ends of its values, then the values.
    var address: Int
    /// Bytes of values.
    var byteCount: Int
    /// Whether it is a single row whose ends have eight bytes each.
    var isWide: Bool

    var rows: Range<Int> { firstRow..<firstRow + rowCount }

    /// The number of bytes for the ends of `cells` values.
    func endsCount(_ cells: Int) -> Int { cells * (isWide ? WideEnds.size : NarrowEnds.size) }

    /// The size of the block in bytes for `columnCount` columns, without padding.
    func size(columnCount: Int) -> Int { endsCount(rowCount * columnCount) + byteCount }
}
