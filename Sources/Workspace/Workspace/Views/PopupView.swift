import Editing
import SQLText
import ScreenKit
import TerminalUI
import Themes

/// The completion list below the cursor.
struct PopupView {
    let state: WorkspaceState
    let look: Look
    let layout: WorkspaceLayout

    func draw(on grid: inout CellGrid) {
        guard let popup = state.popup, state.overlay == nil else { return }
        let place = state.editor.buffer.position(atByte: popup.replaced.lowerBound)
        let column =
            layout.textColumn
            + state.editor.columns.column(in: state.editor.buffer.line(place.line), atByte: place.column)
            - state.editorLeft
        let row = layout.editor.row + state.editor.cursor.line - state.editorTop
        let below = grid.size.rows - row - 3
        let remark =
            popup.isWaiting
            ? "looking names up" + look.glyphs.ellipsis : popup.isCut ? "more names exist: type on" : nil
        let height = min(10, max(below, row - 1), max(1, popup.candidates.count + (remark == nil ? 0 : 1)))
        // The last line shows that the list may grow.
        let room = remark == nil || popup.candidates.isEmpty || height == 1 ? height : height - 1
        let first = max(0, min(popup.selected - room / 2, popup.candidates.count - room))
        let shown = popup.candidates.dropFirst(first).prefix(room)
        let labels = shown.map { HarmlessText.of($0.label) }
        let width = min(
            40, max(remark.map { DisplayWidth.of($0) } ?? 12, labels.map { DisplayWidth.of($0) }.max() ?? 0))
        let detail = min(28, shown.map { DisplayWidth.of(HarmlessText.of($0.detail)) + 12 }.max() ?? 0)
        let whole = min(grid.size.columns, width + detail + 3)
        let start = max(0, min(column - 1, grid.size.columns - whole))
        let top = below >= height ? row + 1 : row - height
        let menu = look.theme[.menu].over(look.theme[.text])
        grid.clear(Rect(column: start, row: top, columns: whole, rows: height), style: menu)
        if let remark, popup.candidates.isEmpty || room < height {
            let line = popup.candidates.isEmpty ? top : top + height - 1
            grid.put(remark, column: start + 1, row: line, style: look.theme[.menuDetail].over(menu))
        }
        for (line, candidate) in shown.enumerated() {
            let isSelected = first + line == popup.selected
            let y = top + line
            let label = TextCut.end(labels[line], columns: width, ellipsis: look.glyphs.ellipsis)
            grid.put(label, column: start + 1, row: y, style: menu)
            let about = "\(candidate.kind.rawValue) \(HarmlessText.of(candidate.detail))"
            let cut = TextCut.end(about, columns: max(0, whole - width - 3), ellipsis: look.glyphs.ellipsis)
            grid.put(cut, column: start + width + 2, row: y, style: look.theme[.menuDetail].over(menu))
            if isSelected {
                grid.restyle(Rect(column: start, row: y, columns: whole, rows: 1), look.theme[.menuSelected].over(menu))
                grid.put(String(look.glyphs.cursor), column: start, row: y, style: look.theme[.menuSelected].over(menu))
            }
        }
    }
}
