import ScreenKit
import TerminalUI
import Themes

/// A framed text for reading.
struct ReaderView {
    let reader: SQLOverlay.Reader
    let look: Look

    /// The space for text in the largest frame.
    static func room(on size: Size) -> Size { Size(columns: max(1, size.columns - 4), rows: max(1, size.rows - 4)) }

    func draw(on grid: inout CellGrid) {
        let reading = reader.reading
        let shown = reading.visible
        // A blank line of the text's width, so that the frame can be laid out without the text.
        let blank = String(repeating: " ", count: min(reading.size.columns, reading.widest))
        // The search line takes one row of a text that fills the screen.
        let count = max(1, min(shown.count, reading.size.rows - (reader.field == nil ? 0 : 1)))
        let lines = Array(repeating: [(text: blank, role: Role.menu)], count: count)
        let place = shown.count < reading.rows.count ? "\(shown.upperBound) of \(reading.rows.count)   " : ""
        let list = FramedList(
            title: reader.title, prompt: reader.field.map { ("search", $0) }, lines: lines,
            footer: reader.field == nil ? "\(place)/ search   y copy   Esc back" : "Enter search   Esc back")
        FramedListView(list, look).draw(on: &grid)
        let frame = list.frame(on: grid.size)
        let base = look.theme[.menu].over(look.theme[.text])
        ReadingView(reading: reading, look: look, base: base)
            .draw(column: frame.column + 2, row: frame.row + list.fixedRows - 1, rows: count, on: &grid)
    }
}
