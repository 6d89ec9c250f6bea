/// Where a block of rows is, as the index of a result keeps it.
struct BlockEntry: Sendable {
    /// The number of its first row.
    var firstRow: Int
    var rowCount: Int
    /// Where it begins: first the ends of its values, then the values.
    var address: Int
    /// Bytes of values.
    var byteCount: Int
    /// Whether it is one row whose ends take eight bytes each.
    var isWide: Bool

    var rows: Range<Int> { firstRow..<firstRow + rowCount }

    /// Bytes that the ends of `cells` values take.
    func endsCount(_ cells: Int) -> Int { cells * (isWide ? WideEnds.size : NarrowEnds.size) }

    /// Bytes that the block of `columnCount` columns takes before it is filled up.
    func size(columnCount: Int) -> Int { endsCount(rowCount * columnCount) + byteCount }
}
