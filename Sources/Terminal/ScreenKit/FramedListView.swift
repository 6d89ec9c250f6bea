public import TerminalUI
import Themes

/// Draws a framed list.
public struct FramedListView {
    private let list: FramedList
    private let look: Look

    public init(_ list: FramedList, _ look: Look) {
        self.list = list
        self.look = look
    }

    /// Draws the list in the middle of a screen.
    public func draw(on grid: inout CellGrid) {
        let frame = list.frame(on: grid.size)
        let menu = look.theme[.menu].over(look.theme[.text])
        grid.clear(frame, style: menu)
        drawFrame(frame, on: &grid)
        let inner = Rect(
            column: frame.column + 2, row: frame.row + 1, columns: frame.size.columns - 4, rows: frame.size.rows - 2)
        var row = inner.row
        if let (label, field) = list.prompt {
            drawPrompt(label, field, row: row, inner, on: &grid)
            row += 1
        }
        for index in list.visible(in: frame) {
            let isSelected = index == list.selected
            var column = inner.column
            for (text, role) in list.lines[index] {
                let room = inner.endColumn - column
                guard room > 0 else { break }
                let cut = look.text(text, columns: room)
                column += grid.put(cut, column: column, row: row, style: look.theme[role].over(menu))
            }
            if isSelected {
                let line = Rect(column: frame.column + 1, row: row, columns: frame.size.columns - 2, rows: 1)
                grid.restyle(line, look.theme[.menuSelected].over(menu))
                // The selected line is visible without colours.
                grid.put(
                    String(look.glyphs.cursor), column: frame.column + 1, row: row,
                    style: look.theme[.menuSelected].over(menu))
            }
            row += 1
        }
    }

    private func drawPrompt(_ label: String, _ field: TextField, row: Int, _ inner: Rect, on grid: inout CellGrid) {
        let menu = look.theme[.menu].over(look.theme[.text])
        let start =
            inner.column
            + grid.put(label + " ", column: inner.column, row: row, style: look.theme[.prompt].over(menu))
        let room = max(1, inner.endColumn - start - 1)
        let input = field.isSuggestion ? look.theme[.menuSelected] : look.theme[.promptInput]
        // A line that is too long shows the part around the cursor.
        let before = HarmlessText.of(String(field.text.prefix(field.cursor)))
        let after = HarmlessText.of(String(field.text.dropFirst(field.cursor)))
        var left = before[...]
        while DisplayWidth.of(left) > room { left = left.dropFirst() }
        let column =
            start
            + grid.put(left, column: start, row: row, style: input.over(menu), columns: room)
        grid.put(
            after, column: column, row: row, style: input.over(menu),
            columns: inner.endColumn - column)
        grid.cursor = (column, row)
    }

    private func drawFrame(_ frame: Rect, on grid: inout CellGrid) {
        let glyphs = look.glyphs
        let style = look.theme[.frame].over(look.theme[.menu]).over(look.theme[.text])
        let (left, right) = (frame.column, frame.endColumn - 1)
        let (top, bottom) = (frame.row, frame.endRow - 1)
        for row in [top, bottom] {
            grid.line(glyphs.horizontal, column: left, row: row, columns: frame.size.columns, style: style)
        }
        for row in top...bottom {
            for column in [left, right] { grid.put(String(glyphs.vertical), column: column, row: row, style: style) }
        }
        let corners = [
            (glyphs.upperLeft, left, top), (glyphs.upperRight, right, top), (glyphs.lowerLeft, left, bottom),
            (glyphs.lowerRight, right, bottom),
        ]
        for (glyph, column, row) in corners { grid.put(String(glyph), column: column, row: row, style: style) }
        var start = left + 2
        if let word = list.environment {
            let label = look.text(" \(Environment.label(word)) ", columns: min(14, frame.size.columns - 4))
            start += grid.put(label, column: start, row: top, style: look.style(of: Environment(word)).over(style))
        }
        let title = look.text(" \(list.title) ", columns: right - 2 - start)
        grid.put(title, column: start, row: top, style: look.theme[.frameTitle].over(style))
        let shown = list.visible(in: frame)
        if shown.count < list.lines.count {
            let place = " \(shown.upperBound) of \(list.lines.count) "
            grid.put(place, column: right - 1 - place.utf8.count, row: bottom, style: look.theme[.hintText].over(style))
        }
        let footer = TextCut.end(" \(list.footer) ", columns: frame.size.columns - 4, ellipsis: glyphs.ellipsis)
        grid.put(footer, column: left + 2, row: bottom, style: look.theme[.hintText].over(style))
    }
}
