public import Results

/// Where a result is looked at, and how it is arranged.
public struct GridState: Sendable {
    /// What is selected.
    public enum Selecting: Sendable, Equatable {
        case cells, rows, columns
    }

    /// The row under the cursor, counted in the order that is shown.
    public var row = 0
    /// The column under the cursor, counted among those that are shown.
    public var column = 0
    /// The first row that is shown.
    public var top = 0
    /// The first of the columns that scroll, counted among those that are shown.
    public var left = 0
    /// Columns at the left that stay.
    public var frozen = 0
    /// The columns that are shown, as the server counts them; nil while all are.
    public var shown: [Int]?
    /// Widths that somebody wished for, by the server's count of columns.
    public var widths: [Int: Int] = [:]
    /// The widest of each column that was seen so far, so that columns do not jump.
    public var seen: [Int: Int] = [:]
    /// Where a selection begins, and what it is of.
    public var selection: (row: Int, column: Int, kind: Selecting)?
    /// Rows in another order, or not all of them.
    public var arrangement: RowSelection?
    /// How it is sorted: a column by the server's count.
    public var sorting: (column: Int, isDescending: Bool)?
    /// What rows are narrowed down to, as it is told.
    public var filters: [FilterRequest] = []
    /// What is searched.
    public var pattern: String?
    /// What is told of the matches.
    public var matches: String?
    /// Where rows are shown one below the other: the line of the value under the cursor that is marked.
    public var fieldLine = 0
    /// The line that is at the top there: its row, and its place among the row's lines.
    public var recordTop = (row: 0, line: 0)
    /// What is on the screen of it.
    var records = RecordPage()
    /// What that depends on.
    var recordKey: RecordKey?
    /// What is on the screen.
    public var page = GridPage()
    /// What that depends on.
    var pageKey: PageKey?
    /// How they are arranged, while `sorting` and `filters` may already say how they are to be.
    var arranged = Arrangement(filters: [], sorting: nil)
    /// Rows that were there when they were arranged.
    var arrangedRows = 0
    /// Counted up whenever rows are arranged anew.
    var arrangementNumber = 0

    /// The beginning of a result.
    public init() {}

    /// Whether a cell is selected.
    ///
    /// - Parameter index: Its column, counted among those that are shown.
    func isSelected(row: Int, column index: Int) -> Bool {
        guard let selection else { return false }
        let rows = min(selection.row, self.row)...max(selection.row, self.row)
        let columns = min(selection.column, column)...max(selection.column, column)
        switch selection.kind {
        case .cells: return rows.contains(row) && columns.contains(index)
        case .rows: return rows.contains(row)
        case .columns: return columns.contains(index)
        }
    }
}

/// What rows have to have.
public struct FilterRequest: Sendable, Equatable {
    /// A column by the server's count; nil for any.
    public var column: Int?
    /// As it was typed: a text, or `=`, `<>`, `<` or `>` before one.
    public var text: String
}

/// The part of a result that is on the screen.
public struct GridPage: Sendable {
    /// Rows, counted in the order that is shown.
    public var rows: Range<Int> = 0..<0
    /// What they are called, the server's count of rows.
    public var numbers: [Int] = []
    /// Columns from left to right: the server's count, the width, the column of the screen.
    public var columns: [(column: Int, width: Int, start: Int)] = []
    /// Cells, row by row.
    public var cells: [GridCell] = []

    /// Nothing is shown.
    public init() {}
}

/// A cell as it is shown.
public struct GridCell: Sendable, Equatable {
    /// Harmless, and cut to what may be seen of it.
    public var text: String
    /// Columns of the screen it takes.
    public var width: Int
    /// Whether it is NULL.
    public var isNull = false
    /// Whether there is more of it.
    public var isCut = false
}
