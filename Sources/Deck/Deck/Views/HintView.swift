import Failures
import ScreenKit
import TerminalUI
import Themes

/// The last line: a message, the filter, or the keys for this place.
struct HintView {
    let state: DeckState
    let look: Look
    let row: Int

    func draw(on grid: inout CellGrid) {
        let count = self.count
        let end = grid.size.columns - DisplayWidth.of(count) - 1
        if state.isFiltering {
            drawFilter(on: &grid)
            return
        }
        if let opening = state.opening {
            drawOpening(opening, on: &grid)
            return
        }
        if let message = state.messages.shown {
            drawMessage(message, on: &grid)
            return
        }
        if end > 30 { grid.put(count, column: end, row: row, style: look.theme[.hintText]) }
        var column = 1
        for (key, hint) in hints(in: (end > 30 ? end : grid.size.columns) - 1) {
            column += grid.put(key, column: column, row: row, style: look.theme[.hintKey]) + 1
            column += grid.put(hint, column: column, row: row, style: look.theme[.hintText]) + 2
        }
    }

    /// Draws a message, and where to read the rest if it does not fit.
    private func drawMessage(_ message: Message, on grid: inout CellGrid) {
        let room = grid.size.columns - 2
        let style = look.style(of: message.kind)
        let text = look.text(message.text)
        guard DisplayWidth.of(text) > room, let key = state.keymap.label(of: .messages) else {
            grid.put(look.text(message.text, columns: room), column: 1, row: row, style: style)
            return
        }
        let more = " \(key) more"
        let cut = look.text(message.text, columns: max(1, room - DisplayWidth.of(more)))
        let column = 1 + grid.put(cut, column: 1, row: row, style: style)
        grid.put(more, column: column, row: row, style: look.theme[.hintKey])
    }

    /// The hints that fit, the most important first; the keys to quit and to find everything else are always at the
    /// end.
    private func hints(in columns: Int) -> [(key: String, hint: String)] {
        func hint(_ action: Action) -> (key: String, hint: String)? {
            guard let hint = action.hint, let key = state.keymap.label(of: action) else { return nil }
            return (key, hint)
        }
        func width(_ hint: (key: String, hint: String)) -> Int {
            DisplayWidth.of(hint.key) + DisplayWidth.of(hint.hint) + 3
        }
        let last = [Action.quit, .help].compactMap(hint)
        var room = columns - last.reduce(0) { $0 + width($1) }
        var shown: [(key: String, hint: String)] = []
        let first: [Action] =
            state.rows.isEmpty
            ? [state.profileFailure?.status == .noInput ? .editFile : .edit, .discover, .demo, .palette]
            : [.open, .fresh, .copy, .handOff, .filter, .inspect, .palette]
        for hint in first.compactMap(hint) {
            guard width(hint) <= room else { break }
            room -= width(hint)
            shown.append(hint)
        }
        return shown + last
    }

    private var count: String {
        let shown = state.order.count
        let all = state.rows.count
        var text = shown == all ? "\(all) cluster\(all == 1 ? "" : "s")" : "\(shown) of \(all)"
        if shown > Layout(state).table.size.rows, let line = state.cursorLine {
            text = "row \(line + 1) of \(shown)" + (shown == all ? "" : ", \(all) in all")
        }
        if !state.filter.text.isEmpty { text = "/\(HarmlessText.of(state.filter.text))  " + text }
        if !state.marks.isEmpty { text = "\(state.marks.count) marked, " + text }
        return text
    }

    /// An opening program comes before any message.
    private func drawOpening(_ opening: Opening, on grid: inout CellGrid) {
        let text = "opening \(HarmlessText.of(opening.row.name))\(look.glyphs.ellipsis)"
        let column = 1 + grid.put(text, column: 1, row: row, style: look.theme[.tokenSigning])
        let key = state.keymap.label(of: .back) ?? "Esc"
        let more = state.login == nil ? "" : "   \(state.keymap.label(of: .fresh) ?? "r") shows the login's page"
        grid.put("   \(key) cancel\(more)", column: column, row: row, style: look.theme[.hintText])
    }

    private func drawFilter(on grid: inout CellGrid) {
        let key = state.keymap.label(of: .filter) ?? "/"
        var column = 1 + grid.put(key, column: 1, row: row, style: look.theme[.prompt])
        let field = state.filter
        let start = column
        column += grid.put(HarmlessText.of(field.text), column: column, row: row, style: look.theme[.promptInput])
        let count = "\(state.order.count) of \(state.rows.count)   Enter keep the filter  Esc clear it"
        grid.put(count, column: column + 2, row: row, style: look.theme[.hintText])
        let before = HarmlessText.of(String(field.text.prefix(field.cursor)))
        grid.cursor = (min(grid.size.columns - 1, start + DisplayWidth.of(before)), row)
    }
}
