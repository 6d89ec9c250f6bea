import Catalog
import ScreenKit
import TerminalUI
import Themes

/// The schema browser at the left of the screen.
struct BrowserView {
    let browser: SchemaBrowser
    let field: TextField
    let isFiltering: Bool
    let look: Look

    /// The number of visible lines.
    static func rows(on size: Size) -> Int { max(1, size.rows - 5) }

    /// The first visible line.
    static func top(_ browser: SchemaBrowser, _ rows: Int) -> Int {
        max(0, min(browser.selection - rows / 2, browser.lines.count - rows))
    }

    func draw(on grid: inout CellGrid) {
        let rows = Self.rows(on: grid.size)
        let first = Self.top(browser, rows)
        let shown = browser.lines.dropFirst(first).prefix(rows)
        let columns = width(of: shown, on: grid.size)
        let menu = look.theme[.menu].over(look.theme[.text])
        grid.clear(Rect(column: 0, row: 1, columns: columns, rows: grid.size.rows - 2), style: menu)
        let title = browser.filter.isEmpty && !isFiltering ? " schema" : " schema /\(HarmlessText.of(browser.filter))"
        grid.put(title, column: 0, row: 1, style: look.theme[.frameTitle].over(menu), columns: columns)
        if isFiltering { grid.cursor = (min(columns - 1, DisplayWidth.of(title)), 1) }
        for (index, line) in shown.enumerated() {
            draw(line, isSelected: first + index == browser.selection, row: 2 + index, columns, menu, on: &grid)
        }
        // The hint line would otherwise contain the editor's keys, which do nothing here.
        let hints = "Enter open  i into the text  d describe  / filter  r again  Esc back"
        let last = Rect(column: 0, row: grid.size.rows - 1, columns: grid.size.columns, rows: 1)
        grid.clear(last, style: look.theme[.text])
        grid.put(
            TextCut.end(hints, columns: grid.size.columns - 2, ellipsis: look.glyphs.ellipsis), column: 1,
            row: grid.size.rows - 1, style: look.theme[.hintText])
    }

    /// The width of its lines, between a third and two thirds of the screen.
    private func width(of lines: some Sequence<BrowserLine>, on size: Size) -> Int {
        let widest =
            lines.map { line in
                let detail = line.detail.isEmpty ? 0 : DisplayWidth.of(HarmlessText.of(line.detail)) + 2
                return 2 * min(line.depth, 12) + 3 + DisplayWidth.of(HarmlessText.of(line.text)) + detail + 3
            }.max() ?? 0
        return min(size.columns, max(32, size.columns / 3, min(widest, size.columns * 2 / 3)))
    }

    private func draw(
        _ line: BrowserLine, isSelected: Bool, row: Int, _ columns: Int, _ menu: Style, on grid: inout CellGrid
    ) {
        let sign = line.isLoading ? look.glyphs.ellipsis : line.canOpen ? (line.isOpen ? "-" : "+") : " "
        let indent = String(repeating: "  ", count: min(line.depth, 12))
        let text = " \(indent)\(sign) \(HarmlessText.of(line.text))"
        let cut = TextCut.end(text, columns: columns - 2, ellipsis: look.glyphs.ellipsis)
        var column = grid.put(cut, column: 0, row: row, style: menu, columns: columns - 1)
        let room = columns - column - 3
        if room > 6, !line.detail.isEmpty {
            column += 2
            let detail = TextCut.end(HarmlessText.of(line.detail), columns: room, ellipsis: look.glyphs.ellipsis)
            grid.put(detail, column: column, row: row, style: look.theme[.menuDetail].over(menu))
        }
        guard isSelected else { return }
        grid.restyle(Rect(column: 0, row: row, columns: columns, rows: 1), look.theme[.menuSelected].over(menu))
        grid.put(String(look.glyphs.cursor), column: 0, row: row, style: look.theme[.menuSelected].over(menu))
    }
}
