import Results
import SQLWire
import ScreenKit
import TerminalUI
import Themes

/// Rows side by side, from the page.
struct GridView {
    let state: WorkspaceState
    let item: ResultItem
    let store: ResultStore
    let look: Look
    let layout: WorkspaceLayout

    func draw(on grid: inout CellGrid) {
        drawHeading(on: &grid)
        if store.columns.isEmpty {
            grid.put("the rows have no columns", column: 2, row: layout.rows.row, style: look.theme[.textDim])
            return
        }
        let page = item.grid.page
        for (index, row) in page.rows.enumerated() where index < layout.rows.size.rows {
            draw(row, index, page, at: layout.rows.row + index, on: &grid)
        }
        if store.rowCount == 0, item.isEnded {
            grid.put("no rows", column: 2, row: layout.rows.row, style: look.theme[.textDim])
        }
    }

    private func drawHeading(on grid: inout CellGrid) {
        let row = layout.result.row
        for (index, place) in item.grid.page.columns.enumerated() {
            let column = store.columns[place.column]
            let isSorted = item.grid.sorting?.column == place.column
            var marks = ""
            if isSorted {
                marks += item.grid.sorting?.isDescending == true ? " \(look.glyphs.down)" : " \(look.glyphs.up)"
            }
            if item.grid.filters.contains(where: { $0.column == place.column }) { marks += " &" }
            let room = max(0, place.width - DisplayWidth.of(marks))
            let cut = TextCut.end(CellText.name(column), columns: room, ellipsis: look.glyphs.ellipsis) + marks
            let role: Role = isSorted ? .headingSorted : .heading
            let padding = column.alignsRight ? max(0, place.width - DisplayWidth.of(cut)) : 0
            grid.put(
                cut, column: place.start + padding, row: row, style: look.theme[role], columns: place.width - padding)
            drawSeparator(after: place, index, at: row, on: &grid)
        }
        drawEdges(on: &grid)
    }

    /// Draws marks for columns beyond the edges of the screen.
    private func drawEdges(on grid: inout CellGrid) {
        let page = item.grid.page.columns
        guard let last = page.last else { return }
        let row = layout.result.row
        let style = look.theme[.headingSorted]
        let isCut = last.column != state.shownColumns.last || last.start + last.width > grid.size.columns
        if isCut { grid.put(String(look.glyphs.right), column: grid.size.columns - 1, row: row, style: style) }
        let frozen = min(item.grid.frozen, page.count)
        guard item.grid.left > frozen, page.indices.contains(frozen) else { return }
        grid.put(String(look.glyphs.left), column: max(0, page[frozen].start - 1), row: row, style: style)
    }

    private func draw(_ row: Int, _ index: Int, _ page: GridPage, at line: Int, on grid: inout CellGrid) {
        let isCurrent = row == item.grid.row
        for (offset, place) in page.columns.enumerated() {
            let cell = index * page.columns.count + offset
            guard page.cells.indices.contains(cell) else { continue }
            let isSelected = isSelected(row, place.column)
            var shown = page.cells[cell]
            if page.numbers.indices.contains(index), item.deleted.contains(page.numbers[index]) {
                shown = GridCell(text: "deleted", width: 7, isNull: true)
            }
            draw(shown, in: place, at: line, isSelected, on: &grid)
            drawSeparator(after: place, offset, at: line, on: &grid)
        }
        guard isCurrent else { return }
        grid.underlay(Rect(column: 0, row: line, columns: grid.size.columns, rows: 1), look.theme[.rowCursor])
        grid.put(
            String(look.glyphs.cursor), column: 0, row: line,
            style: look.theme[.rowCursorBar].over(look.theme[.rowCursor]))
        guard state.focus == .grid, let place = page.columns.first(where: { $0.column == state.currentColumn }) else {
            return
        }
        let rect = Rect(
            column: place.start, row: line, columns: min(place.width, grid.size.columns - place.start), rows: 1)
        grid.restyle(rect, look.theme[.menuSelected].over(look.theme[.text]))
        if state.overlay == nil { grid.cursor = (place.start, line) }
    }

    private func draw(
        _ cell: GridCell, in place: (column: Int, width: Int, start: Int), at line: Int, _ isSelected: Bool,
        on grid: inout CellGrid
    ) {
        let column = store.columns[place.column]
        var style = cell.isNull ? look.theme[.textDim] : look.theme[.text]
        if let pattern = item.grid.pattern, !cell.isNull, matches(cell.text, pattern) {
            style = look.theme[.match].over(style)
        }
        if isSelected { style = look.selected(style) }
        let text = cell.isCut ? cell.text + look.glyphs.ellipsis : cell.text
        let cut = TextCut.end(text, columns: place.width, ellipsis: look.glyphs.ellipsis)
        let padding = column.alignsRight && !cell.isNull ? max(0, place.width - DisplayWidth.of(cut)) : 0
        grid.put(cut, column: place.start + padding, row: line, style: style, columns: place.width - padding)
    }

    private func drawSeparator(
        after place: (column: Int, width: Int, start: Int), _ index: Int, at row: Int, on grid: inout CellGrid
    ) {
        let column = place.start + place.width + 1
        guard column < grid.size.columns, index + 1 < item.grid.page.columns.count else { return }
        let isFrozenEdge = item.grid.frozen > 0 && index == item.grid.frozen - 1
        let glyph = isFrozenEdge ? look.glyphs.cursor : look.glyphs.vertical
        grid.put(String(glyph), column: column, row: row, style: look.theme[.frame])
    }

    private func isSelected(_ row: Int, _ column: Int) -> Bool {
        guard item.grid.selection != nil, let index = state.shownColumns.firstIndex(of: column) else { return false }
        return item.grid.isSelected(row: row, column: index)
    }

    /// Smart case, as in the search.
    private func matches(_ text: String, _ pattern: String) -> Bool {
        let isExact = pattern.contains(where: \.isUppercase)
        return isExact ? text.contains(pattern) : text.lowercased().contains(pattern)
    }
}

extension Look {
    /// The style of a selected cell.
    func selected(_ style: Style) -> Style {
        theme[.rowMarked].over(Style(.terminal, on: .terminal, [.reverse]).over(style))
    }
}
