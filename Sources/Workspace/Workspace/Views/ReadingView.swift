import ScreenKit
import TerminalUI
import Themes

/// The rows of a text with highlighted matches.
struct ReadingView {
    let reading: TextReading
    let look: Look
    /// The style of plain text.
    let base: Style
    /// Whether to show the marked row.
    var showsCursor = false

    /// Draws the visible rows from a position down.
    func draw(column: Int, row: Int, rows: Int = .max, on grid: inout CellGrid) {
        for (offset, index) in reading.visible.prefix(rows).enumerated() {
            draw(reading.rows[index], column: column, row: row + offset, on: &grid)
            mark(index, row: row + offset, on: &grid)
        }
    }

    private func draw(_ part: TextReading.Row, column: Int, row: Int, on grid: inout CellGrid) {
        let (text, line) = (reading.texts[part.line], reading.lines[part.line])
        let style = line.kind == .text ? base : look.theme[SheetText.role(of: line.kind)].over(base)
        let left = part.isWrapped ? 0 : reading.left
        let room = reading.size.columns - part.indent
        let (first, gap) = Self.skip(left, text[part.range])
        let rest = String(repeating: " ", count: gap) + text[first..<part.range.upperBound]
        // A wrapped row may end with blanks beyond the edge.
        let shown = part.isWrapped ? rest : TextCut.end(rest, columns: room, ellipsis: look.glyphs.ellipsis)
        grid.put(shown, column: column + part.indent, row: row, style: style, columns: room)
        for range in matches(in: part) {
            let start = DisplayWidth.of(text[part.range.lowerBound..<range.lowerBound]) - left
            let end = start + DisplayWidth.of(text[range])
            let (from, to) = (max(0, start), min(room, end))
            guard from < to else { continue }
            let isHere = reading.match?.line == part.line && reading.match.map { $0.range.overlaps(range) } == true
            let found = look.theme[.match].over(Style(.terminal, on: .terminal, [.reverse]).over(style))
            let rect = Rect(column: column + part.indent + from, row: row, columns: to - from, rows: 1)
            grid.restyle(rect, isHere ? found : look.theme[.match].over(style))
        }
    }

    private func matches(in part: TextReading.Row) -> [Range<String.Index>] {
        guard let pattern = reading.pattern else { return [] }
        return TextSearch(pattern).ranges(in: part.range, of: reading.texts[part.line])
    }

    private func mark(_ index: Int, row: Int, on grid: inout CellGrid) {
        let whole = Rect(column: 0, row: row, columns: grid.size.columns, rows: 1)
        if reading.selection != nil, reading.selectedLines.contains(reading.rows[index].line) {
            grid.underlay(whole, Style(.terminal, on: .terminal, [.reverse]).over(look.theme[.rowMarked]))
        }
        guard showsCursor, index == reading.row else { return }
        grid.underlay(whole, look.theme[.rowCursor])
        grid.put(
            String(look.glyphs.cursor), column: 0, row: row,
            style: look.theme[.rowCursorBar].over(look.theme[.rowCursor]))
    }

    /// The index after some columns, and the width of the rest of a glyph that is cut by the edge.
    private static func skip(_ columns: Int, _ text: Substring) -> (String.Index, gap: Int) {
        var (index, used) = (text.startIndex, 0)
        while used < columns, index < text.endIndex {
            used += DisplayWidth.of(text.unicodeScalars[index])
            index = text.unicodeScalars.index(after: index)
        }
        // Combining marks belong to a glyph that is no longer visible.
        while columns > 0, index < text.endIndex, DisplayWidth.of(text.unicodeScalars[index]) == 0 {
            index = text.unicodeScalars.index(after: index)
        }
        return (index, max(0, used - columns))
    }
}
