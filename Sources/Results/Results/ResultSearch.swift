/// A place in a result as it is displayed.
public struct ResultPlace: Sendable, Hashable {
    /// The row's position: its number, or its place in a selection.
    public var row: Int
    /// The column's place in the result.
    public var column: Int

    /// A place of its parts.
    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// What a search found.
public struct ResultFind: Sendable, Hashable {
    /// Where.
    public var place: ResultPlace
    /// Whether the search went past the end to get there.
    public var isWrapped: Bool

    /// A find of its parts.
    public init(place: ResultPlace, isWrapped: Bool) {
        self.place = place
        self.isWrapped = isWrapped
    }
}

/// How often a search finds its text.
public struct ResultFindCount: Sendable, Hashable {
    /// Values that have it in them.
    public var cells: Int
    /// Rows with such values.
    public var rows: Int

    /// A count of its parts.
    public init(cells: Int, rows: Int) {
        self.cells = cells
        self.rows = rows
    }
}
