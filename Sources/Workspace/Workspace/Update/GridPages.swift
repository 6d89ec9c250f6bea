import Failures
import Results
import SQLWire
import ScreenKit
import TerminalUI

extension WorkspaceState {
    /// The maximum default width of a column.
    private static let widest = 48
    /// The maximum number of bytes of a cell that are read for the screen.
    static let cellBytes = 1_024

    /// Reads the visible cells, unless they are already read.
    mutating func turnPage() {
        fitTexts()
        guard let item, let store = item.store else { return }
        let layout = WorkspaceLayout(self)
        let height = layout.rows.size.rows
        guard height > 0 else { return }
        guard showsTable else { return turnRecords() }
        let count = rowCount
        let rows = min(item.grid.top, count)..<min(item.grid.top + height, count)
        let columns = shownColumns
        let key = PageKey(
            result: item.number, rows: rows, left: item.grid.left, column: item.grid.column,
            frozen: item.grid.frozen, width: layout.rows.size.columns, shown: columns.count,
            arrangement: item.grid.arrangementNumber, widths: item.grid.widths, marked: item.grid.markedColumns)
        guard key != item.grid.pageKey else { return }
        var grid = item.grid
        grid.pageKey = key
        fill(&grid, store, rows, columns, width: layout.rows.size.columns)
        changeItem { $0.grid = grid }
    }

    private func fill(
        _ grid: inout GridState, _ store: ResultStore, _ rows: Range<Int>, _ columns: [Int], width: Int
    ) {
        var reader = CellReader(
            store: store, arrangement: grid.arrangement, rows: rows, settings: settings, dialect: place.dialect)
        // Widths are known only after reading the cells; columns at the left are dropped until the cursor's column
        // fits.
        while true {
            var placed: [(column: Int, width: Int, start: Int)] = []
            var next = 1
            for index in Array(0..<grid.frozen) + Array(min(grid.left, columns.count)..<columns.count) {
                let wide = measured(&grid, columns[index], reader.cells(of: columns[index]), store)
                let room = width - next - 1
                guard room > 0, placed.count < 400 else { break }
                placed.append((columns[index], min(wide, room), next))
                next += wide + 3
            }
            let wanted = columns.indices.contains(grid.column) ? columns[grid.column] : -1
            let isSeen = placed.contains { $0.column == wanted && $0.width >= min(8, measuredWidth(grid, wanted)) }
            if isSeen || grid.column < grid.frozen || grid.left >= grid.column || columns.isEmpty {
                grid.page.rows = rows
                grid.page.numbers = reader.numbers
                grid.page.columns = placed
                grid.page.cells = rows.flatMap { row in
                    placed.map { reader.cells(of: $0.column)[row - rows.lowerBound] }
                }
                return
            }
            grid.left = max(grid.left + 1, firstFitting(&grid, columns, &reader, store, width: width))
        }
    }

    /// The first column from which the cursor's column may fit; earlier columns would fill the width. Without this
    /// estimate, a result with many columns would be read once for each column.
    private func firstFitting(
        _ grid: inout GridState, _ columns: [Int], _ reader: inout CellReader, _ store: ResultStore, width: Int
    ) -> Int {
        var first = grid.column
        // The cursor's own column may be cut.
        var taken = 1
        while first > grid.left {
            taken += measured(&grid, columns[first - 1], reader.cells(of: columns[first - 1]), store) + 3
            if taken >= width { break }
            first -= 1
        }
        return first
    }

    private func measuredWidth(_ grid: GridState, _ column: Int) -> Int {
        grid.widths[column] ?? min(Self.widest, grid.seen[column] ?? 1)
    }

    private func measured(_ grid: inout GridState, _ column: Int, _ cells: [GridCell], _ store: ResultStore) -> Int {
        let name = DisplayWidth.of(CellText.name(store.columns[column]))
        let widest = cells.reduce(name) { max($0, $1.width) }
        grid.seen[column] = max(grid.seen[column] ?? 1, widest)
        let width = max(1, measuredWidth(grid, column))
        // The marks beside the name must not hide a part of it.
        let marks = 2 * grid.markedColumns.count { $0 == column }
        return marks == 0 ? width : max(width, min(name, width) + marks)
    }
}

extension GridState {
    /// The columns with a mark beside the name, twice for two marks.
    fileprivate var markedColumns: [Int] {
        (sorting.map { [$0.column] } ?? []) + Set(filters.compactMap(\.column)).sorted()
    }
}

/// The inputs of the visible page.
struct PageKey: Sendable, Equatable {
    let result: Int
    let rows: Range<Int>
    let left: Int
    let column: Int
    let frozen: Int
    let width: Int
    let shown: Int
    let arrangement: Int
    let widths: [Int: Int]
    let marked: [Int]
}

/// Reads the cells of some rows, some columns at a time.
struct CellReader {
    let store: ResultStore
    let arrangement: RowSelection?
    let rows: Range<Int>
    let settings: WorkspaceSettings
    let dialect: Dialect
    /// The number of columns that are read together, because a row's values are adjacent.
    private static let span = 16
    private var cells: [Int: [GridCell]] = [:]
    private(set) var failure: Failure?
    /// The row numbers of the result.
    private(set) var numbers: [Int] = []

    init(
        store: ResultStore, arrangement: RowSelection?, rows: Range<Int>, settings: WorkspaceSettings, dialect: Dialect
    ) {
        self.store = store
        self.arrangement = arrangement
        self.rows = rows
        self.settings = settings
        self.dialect = dialect
    }

    mutating func cells(of column: Int) -> [GridCell] {
        if let known = cells[column] { return known }
        read(column..<min(column + Self.span, store.columns.count))
        return cells[column] ?? rows.map { _ in GridCell(text: "", width: 0) }
    }

    private mutating func read(_ columns: Range<Int>) {
        do throws(Failure) {
            let page = try store.page(
                rows: rows, columns: columns, cellLimit: WorkspaceState.cellBytes, of: arrangement)
            numbers = page.rowNumbers
            for column in columns {
                cells[column] = rows.map { row in
                    CellText.cell(
                        page[row, column], store.columns[column], nullText: settings.nullText, dialect: dialect)
                }
            }
        } catch {
            failure = error
        }
    }
}
