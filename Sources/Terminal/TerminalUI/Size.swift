/// A size in cells.
public struct Size: Sendable, Hashable {
    /// The width, never negative.
    public var columns: Int
    /// The height, never negative.
    public var rows: Int

    /// A size; negative lengths become 0.
    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A rectangle of the screen.
public struct Rect: Sendable, Hashable {
    /// The leftmost column.
    public var column: Int
    /// The topmost row.
    public var row: Int
    public var size: Size

    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        size = Size(columns: columns, rows: rows)
    }

    /// A whole screen of `size`.
    public init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    /// The column after the last one.
    public var endColumn: Int { column + size.columns }
    /// The row after the last one.
    public var endRow: Int { row + size.rows }

    /// Whether the rectangle contains a cell.
    public func contains(column: Int, row: Int) -> Bool {
        column >= self.column && column < endColumn && row >= self.row && row < endRow
    }

    /// A centred rectangle of at most that size.
    public func centred(columns: Int, rows: Int) -> Rect {
        let (columns, rows) = (min(columns, size.columns), min(rows, size.rows))
        return Rect(
            column: column + (size.columns - columns) / 2, row: row + (size.rows - rows) / 2, columns: columns,
            rows: rows)
    }
}
