public import Results

/// The view of a result: cursor, scrolling and arrangement.
public struct GridState: Sendable {
    /// The kind of a selection.
    public enum Selecting: Sendable, Equatable {
        case cells, rows, columns
    }

    /// The cursor's row, in display order.
    public var row = 0
    /// The cursor's column, counted among the visible columns.
    public var column = 0
    /// The first visible row.
    public var top = 0
    /// The first scrolling column, counted among the visible columns.
    public var left = 0
    /// The number of frozen columns at the left.
    public var frozen = 0
    /// The visible columns as indices of the result; nil for all.
    public var shown: [Int]?
    /// Widths that the user chose, by column index of the result.
    public var widths: [Int: Int] = [:]
    /// The largest width of each column so far, so that columns do not jump.
    public var seen: [Int: Int] = [:]
    /// The start of a selection and its kind.
    public var selection: (row: Int, column: Int, kind: Selecting)?
    /// The sorted or filtered rows.
    public var arrangement: RowSelection?
    /// The sort column as an index of the result.
    public var sorting: (column: Int, isDescending: Bool)?
    /// The filters.
    public var filters: [FilterRequest] = []
    /// The search pattern.
    public var pattern: String?
    /// The text about the matches.
    public var matches: String?
    /// With one line for each value: the marked line of the current value.
    public var fieldLine = 0
    /// With one line for each value: the row of the first visible line, and its line in that row.
    public var recordTop = (row: 0, line: 0)
    /// With one line for each value: the visible lines.
    var records = RecordPage()
    /// The inputs of those cells.
    var recordKey: RecordKey?
    /// The visible cells.
    public var page = GridPage()
    /// The inputs of those cells.
    var pageKey: PageKey?
    /// The current arrangement; `sorting` and `filters` may already be those of a running job.
    var arranged = Arrangement(filters: [], sorting: nil)
    /// The number of rows at the time of the arrangement.
    var arrangedRows = 0
    /// Incremented for each new arrangement.
    var arrangementNumber = 0

    /// The first row and column.
    public init() {}

    /// Whether a cell is selected.
    ///
    /// - Parameter index: Its column, counted among the visible columns.
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

/// A filter of rows.
public struct FilterRequest: Sendable, Equatable {
    /// A column index of the result; nil for any.
    public var column: Int?
    /// As typed: a text, or `=`, `<>`, `<` or `>` before a text.
    public var text: String
}

/// The visible part of a result.
public struct GridPage: Sendable {
    /// The rows, in display order.
    public var rows: Range<Int> = 0..<0
    /// The row numbers of the result.
    public var numbers: [Int] = []
    /// The columns from left to right: index in the result, width, screen column.
    public var columns: [(column: Int, width: Int, start: Int)] = []
    /// The cells, row by row.
    public var cells: [GridCell] = []

    /// An empty page.
    public init() {}
}

/// A visible cell.
public struct GridCell: Sendable, Equatable {
    /// Harmless text, cut to the visible part.
    public var text: String
    /// The width in columns.
    public var width: Int
    public var isNull = false
    /// Whether the value is longer.
    public var isCut = false
}
