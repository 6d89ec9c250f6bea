import QuarterdeckCore
import Results
import SQLCore
import TerminalUI
import Themes

/// The row under the cursor, a line for each column.
struct ExpandedView {
    let state: WorkspaceState
    let item: ResultItem
    let store: ResultStore
    let look: Look
    let layout: WorkspaceLayout

    func draw(on grid: inout CellGrid) {
        let title = "row \(Count.grouped(item.grid.row + 1))"
        grid.put(title, column: 1, row: layout.result.row, style: look.theme[.heading])
        guard let row = state.currentRow else {
            grid.put("no rows", column: 2, row: layout.rows.row, style: look.theme[.textDim])
            return
        }
        let room = layout.rows.size.rows
        let first = max(0, min(item.grid.scroll, state.shownColumns.count - 1))
        let shown = state.shownColumns
        let lines = Array(shown.dropFirst(first).prefix(room))
        let names = lines.map { CellText.name(store.columns[$0]) }
        let width = min(40, names.map { DisplayWidth.of($0) }.max() ?? 0)
        for (line, column) in lines.enumerated() {
            let y = layout.rows.row + line
            let name = TextCut.end(names[line], columns: width, ellipsis: look.glyphs.ellipsis)
            let isCurrent = column == state.currentColumn
            grid.put(name, column: 1, row: y, style: look.theme[isCurrent ? .headingSorted : .label])
            grid.put(String(look.glyphs.vertical), column: width + 2, row: y, style: look.theme[.frame])
            let page = try? store.page(
                rows: row..<row + 1, columns: column..<column + 1, cellLimit: WorkspaceState.cellBytes)
            let cell = CellText.cell(
                page?[row, column], store.columns[column], nullText: state.settings.nullText,
                dialect: state.place.dialect)
            let text = TextCut.end(
                cell.text + (cell.isCut ? look.glyphs.ellipsis : ""), columns: grid.size.columns - width - 5,
                ellipsis: look.glyphs.ellipsis)
            grid.put(text, column: width + 4, row: y, style: look.theme[cell.isNull ? .textDim : .text])
        }
    }
}
