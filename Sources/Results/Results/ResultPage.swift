/// A rectangle of a result's cells, each cut to the visible bytes.
public struct ResultPage: Sendable {
    /// A value that is not NULL.
    public struct Cell {
        /// Its first bytes, up to the page's limit, which may split a character.
        public let bytes: ArraySlice<UInt8>
        /// The length of the whole value in bytes.
        public let byteCount: Int
        /// Whether the value is longer than `bytes`.
        public var isCut: Bool { byteCount > bytes.count }
    }

    struct Extent: Sendable {
        var start: Int
        var count: Int
        /// -1 for NULL.
        var byteCount: Int
    }

    /// The positions of its rows: the requested ones that exist.
    public let rows: Range<Int>
    /// Its columns: the requested ones that exist.
    public let columns: Range<Int>
    /// For each position the row's number in the order of arrival.
    public let rowNumbers: [Int]
    private var bytes: [UInt8]
    private var extents: [Extent]

    init(rows: Range<Int>, columns: Range<Int>, rowNumbers: [Int], bytes: [UInt8], extents: [Extent]) {
        self.rows = rows
        self.columns = columns
        self.rowNumbers = rowNumbers
        self.bytes = bytes
        self.extents = extents
    }

    /// A page that is not from a store: full values from position `firstRow` and column `firstColumn` on. Rows shorter
    /// than the first one are filled with NULLs.
    public init(firstRow: Int = 0, firstColumn: Int = 0, values: [[[UInt8]?]]) {
        let width = values.first?.count ?? 0
        let rows = firstRow..<firstRow + values.count
        var (bytes, extents): ([UInt8], [Extent]) = ([], [])
        for row in values {
            for column in 0..<width {
                let value = column < row.count ? row[column] : nil
                extents.append(Extent(start: bytes.count, count: value?.count ?? 0, byteCount: value?.count ?? -1))
                bytes += value ?? []
            }
        }
        self.init(
            rows: rows, columns: firstColumn..<firstColumn + width, rowNumbers: Array(rows), bytes: bytes,
            extents: extents)
    }

    /// Replaces the value at a position of the page.
    mutating func replace(_ row: Int, _ column: Int, by value: [UInt8]?, cellLimit: Int) {
        let shown = value?.prefix(cellLimit) ?? []
        extents[(row - rows.lowerBound) * columns.count + column - columns.lowerBound] = Extent(
            start: bytes.count, count: shown.count, byteCount: value?.count ?? -1)
        bytes += shown
    }

    /// The value at a position and a column of the whole result; nil for NULL and for missing cells.
    public subscript(row: Int, column: Int) -> Cell? {
        guard rows.contains(row), columns.contains(column) else { return nil }
        let extent = extents[(row - rows.lowerBound) * columns.count + column - columns.lowerBound]
        guard extent.byteCount >= 0 else { return nil }
        return Cell(bytes: bytes[extent.start..<extent.start + extent.count], byteCount: extent.byteCount)
    }
}
