/// How large something is, in cells.
public struct Size: Sendable, Hashable {
    /// Cells from left to right, never negative.
    public var columns: Int
    /// Cells from top to bottom, never negative.
    public var rows: Int

    /// A size; negative lengths count as none.
    public init(columns: Int, rows: Int) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }
}

/// A part of the screen.
public struct Rect: Sendable, Hashable {
    /// The leftmost column.
    public var column: Int
    /// The topmost row.
    public var row: Int
    /// How large it is.
    public var size: Size

    /// A part of the screen by its corner and size.
    public init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        size = Size(columns: columns, rows: rows)
    }

    /// All of a screen of `size`.
    public init(_ size: Size) {
        self.init(column: 0, row: 0, columns: size.columns, rows: size.rows)
    }

    /// The column after the last one.
    public var endColumn: Int { column + size.columns }
    /// The row after the last one.
    public var endRow: Int { row + size.rows }

    /// Whether a cell is inside.
    public func contains(column: Int, row: Int) -> Bool {
        column >= self.column && column < endColumn && row >= self.row && row < endRow
    }

    /// A rectangle of at most that size in the middle of this one.
    public func centred(columns: Int, rows: Int) -> Rect {
        let (columns, rows) = (min(columns, size.columns), min(rows, size.rows))
        return Rect(
            column: column + (size.columns - columns) / 2, row: row + (size.rows - rows) / 2, columns: columns,
            rows: rows)
    }
}
