import Results
import SQLCore
import TerminalUI

extension WorkspaceState {
    /// Columns that a column takes unless somebody wishes for more.
    private static let widest = 48
    /// Bytes of a cell that are looked at for the screen.
    static let cellBytes = 1_024

    /// Reads what is to be on the screen, unless it is there already.
    mutating func turnPage() {
        guard let item, let store = item.store else { return }
        let layout = WorkspaceLayout(self)
        let height = layout.rows.size.rows
        guard height > 0 else { return }
        if !showsTable { return }
        let count = rowCount
        let rows = min(item.grid.top, count)..<min(item.grid.top + height, count)
        let columns = shownColumns
        let key = PageKey(
            result: item.number, rows: rows, left: item.grid.left, column: item.grid.column,
            frozen: item.grid.frozen, width: layout.rows.size.columns, shown: columns.count,
            arrangement: item.grid.arrangementNumber, widths: item.grid.widths)
        guard key != item.grid.pageKey else { return }
        var grid = item.grid
        grid.pageKey = key
        fill(&grid, store, rows, columns, width: layout.rows.size.columns)
        changeItem { $0.grid = grid }
    }

    private func fill(
        _ grid: inout GridState, _ store: ResultStore, _ rows: Range<Int>, _ columns: [Int], width: Int
    ) {
        let reader = CellReader(store: store, arrangement: grid.arrangement, rows: rows, settings: settings, dialect: place.dialect)
        var cells: [Int: [GridCell]] = [:]
        // Widths are known only when the cells are; the columns to the left give way until the cursor's is in sight.
        func load(_ column: Int) -> Int {
            if let known = cells[column] { return measured(&grid, column, known, store) }
            let loaded = reader.cells(of: column)
            cells[column] = loaded
            return measured(&grid, column, loaded, store)
        }
        while true {
            var placed: [(column: Int, width: Int, start: Int)] = []
            var next = 1
            for index in Array(0..<grid.frozen) + Array(min(grid.left, columns.count)..<columns.count) {
                let wide = load(columns[index])
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
                grid.page.cells = rows.indices.flatMap { row in
                    placed.map { cells[$0.column]?[row - rows.lowerBound] ?? GridCell(text: "", width: 0) }
                }
                return
            }
            grid.left += 1
        }
    }

    private func measuredWidth(_ grid: GridState, _ column: Int) -> Int {
        grid.widths[column] ?? min(Self.widest, grid.seen[column] ?? 1)
    }

    private func measured(_ grid: inout GridState, _ column: Int, _ cells: [GridCell], _ store: ResultStore) -> Int {
        let name = DisplayWidth.of(CellText.name(store.columns[column]))
        let widest = cells.reduce(name) { max($0, $1.width) }
        grid.seen[column] = max(grid.seen[column] ?? 1, widest)
        return max(1, measuredWidth(grid, column))
    }
}

/// What the page on the screen depends on.
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
}

/// Reads the cells of some rows, column by column.
struct CellReader {
    let store: ResultStore
    let arrangement: RowSelection?
    let rows: Range<Int>
    let settings: WorkspaceSettings
    let dialect: Dialect

    /// The rows by the server's count.
    var numbers: [Int] { arrangement?.rows(in: rows) ?? Array(rows) }

    func cells(of column: Int) -> [GridCell] {
        let page = store.page(
            rows: rows, columns: column..<column + 1, cellLimit: WorkspaceState.cellBytes, selection: arrangement)
        return rows.indices.map { row in
            CellText.cell(
                page.cell(row: row, column: column), store.columns[column], nullText: settings.nullText,
                dialect: dialect)
        }
    }
}
