/// A position in a displayed result.
public struct ResultPlace: Sendable, Hashable {
    /// The row's position: its number, or its index in a selection.
    public var row: Int
    /// The column's index in the result.
    public var column: Int

    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A match of a search.
public struct ResultFind: Sendable, Hashable {
    public var place: ResultPlace
    /// Whether the search wrapped around to find it.
    public var isWrapped: Bool

    public init(place: ResultPlace, isWrapped: Bool) {
        self.place = place
        self.isWrapped = isWrapped
    }
}

/// The number of matches of a search.
public struct ResultFindCount: Sendable, Hashable {
    /// The number of values that contain the text.
    public var cells: Int
    /// The number of rows with such values.
    public var rows: Int

    public init(cells: Int, rows: Int) {
        self.cells = cells
        self.rows = rows
    }
}
