import Results
import SQLWire
import ScreenKit
import TerminalUI
import Themes

/// Rows with one or more lines for each value.
struct ExpandedView {
    let state: WorkspaceState
    let item: ResultItem
    let look: Look
    let layout: WorkspaceLayout

    private var page: RecordPage { item.grid.records }

    func draw(on grid: inout CellGrid) {
        guard state.rowCount > 0 else {
            grid.put("no rows", column: 2, row: layout.rows.row, style: look.theme[.textDim])
            return
        }
        // The heading of the first row is always visible above its lines.
        drawHeading(page.row, at: layout.result.row, on: &grid)
        if item.store?.columns.isEmpty == true {
            grid.put("the rows have no columns", column: 2, row: layout.rows.row, style: look.theme[.textDim])
            return
        }
        for (offset, line) in page.lines.prefix(layout.rows.size.rows).enumerated() {
            let y = layout.rows.row + offset
            switch line {
            case .heading(let row): drawHeading(row, at: y, on: &grid)
            case .value(let row, let line): draw(line, of: row, isFirst: offset == 0, at: y, on: &grid)
            }
        }
    }

    private func drawHeading(_ row: Int, at y: Int, on grid: inout CellGrid) {
        let used = grid.put("row \(Count.grouped(row + 1)) ", column: 1, row: y, style: look.theme[.heading])
        let room = min(grid.size.columns, page.nameWidth + 40) - used - 1
        grid.line(look.glyphs.horizontal, column: used + 1, row: y, columns: room, style: look.theme[.frame])
    }

    private func draw(_ line: RecordLines.Line, of row: Int, isFirst: Bool, at y: Int, on grid: inout CellGrid) {
        let width = page.nameWidth
        let isField = row == item.grid.row && line.column == item.grid.column
        if line.place == 0 || isFirst, page.names.indices.contains(line.column) {
            let name = TextCut.end(page.names[line.column], columns: width, ellipsis: look.glyphs.ellipsis)
            grid.put(name, column: 1, row: y, style: look.theme[isField ? .headingSorted : .label])
        }
        grid.put(String(look.glyphs.vertical), column: width + 2, row: y, style: look.theme[.frame])
        let isSelected = item.grid.isSelected(row: row, column: line.column)
        let plain = look.theme[line.isRemark ? .textDim : .text]
        let style = isSelected ? look.selected(plain) : plain
        // An empty line must show the selection, too.
        grid.put(isSelected && line.text.isEmpty ? " " : line.text, column: width + 4, row: y, style: style)
        if let pattern = item.grid.pattern, !line.isRemark {
            for range in TextSearch(HarmlessText.of(pattern)).ranges(in: line.text[...]) {
                let start = DisplayWidth.of(line.text[..<range.lowerBound])
                let rect = Rect(
                    column: width + 4 + start, row: y, columns: DisplayWidth.of(line.text[range]), rows: 1)
                grid.restyle(rect, look.theme[.match].over(style))
            }
        }
        guard isField, line.place == item.grid.fieldLine else { return }
        grid.underlay(Rect(column: 0, row: y, columns: grid.size.columns, rows: 1), look.theme[.rowCursor])
        grid.put(
            String(look.glyphs.cursor), column: 0, row: y,
            style: look.theme[.rowCursorBar].over(look.theme[.rowCursor]))
        if state.focus == .grid, state.overlay == nil { grid.cursor = (min(grid.size.columns - 1, width + 4), y) }
    }
}
