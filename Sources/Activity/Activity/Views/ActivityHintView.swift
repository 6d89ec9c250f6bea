import ScreenKit
import TerminalUI
import Themes

/// The last line: what was said just now, or the filter, or what can be done here.
struct ActivityHintView {
    let state: ActivityState
    let look: Look
    let row: Int
    let lines: SessionLines?

    func draw(on grid: inout CellGrid) {
        if state.isFiltering { return drawFilter(on: &grid) }
        if let message = state.messages.shown {
            let text = look.text(message.text, columns: grid.size.columns - 2)
            grid.put(text, column: 1, row: row, style: look.style(of: message.kind))
            return
        }
        let count = self.count
        let end = grid.size.columns - DisplayWidth.of(count) - 1
        if end > 20 { grid.put(count, column: end, row: row, style: look.theme[.hintText]) }
        var column = 1
        for (key, words) in hints {
            guard column + DisplayWidth.of(key) + DisplayWidth.of(words) + 2 < end else { break }
            column += grid.put(key, column: column, row: row, style: look.theme[.hintKey]) + 1
            column += grid.put(words, column: column, row: row, style: look.theme[.hintText]) + 2
        }
    }

    private var hints: [(String, String)] {
        let wanted: [(ActivityAction, String)] =
            state.shown == nil
            ? [
                (.query, "cluster"), (.pause, state.isPaused ? "go on" : "pause"), (.export, "export"), (.help, "help"),
                (.back, "back"),
            ]
            : [
                (.query, "query"), (.cancel, "cancel"), (.terminate, "terminate"),
                (.view, "view: \(state.view.rawValue)"), (.filter, "filter"), (.sort, "sort"),
                (.pause, state.isPaused ? "go on" : "pause"), (.earlier, "back in time"), (.export, "export"),
                (.help, "help"),
                (.back, "back"),
            ]
        return wanted.compactMap { action, words in state.keymap.label(of: action).map { ($0, words) } }
    }

    private var count: String {
        guard let lines else { return "" }
        var text = "\(lines.lines.count) of \(lines.total)"
        if !state.filter.text.isEmpty { text = "/\(HarmlessText.of(state.filter.text))  " + text }
        if !state.marks.isEmpty { text = "\(state.marks.count) marked, " + text }
        return text
    }

    private func drawFilter(on grid: inout CellGrid) {
        var column = 1 + grid.put("/", column: 1, row: row, style: look.theme[.prompt])
        let start = column
        column += grid.put(
            HarmlessText.of(state.filter.text), column: column, row: row, style: look.theme[.promptInput])
        grid.put("\(count)   Enter keep  Esc drop", column: column + 2, row: row, style: look.theme[.hintText])
        let before = HarmlessText.of(String(state.filter.text.prefix(state.filter.cursor)))
        grid.cursor = (min(grid.size.columns - 1, start + DisplayWidth.of(before)), row)
    }
}
