import TerminalUI
import Themes

/// The last line: what was said just now, or the filter, or what can be done here.
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
            let text = TextCut.end(
                HarmlessText.of(message.text), columns: grid.size.columns - 2, ellipsis: look.glyphs.ellipsis)
            grid.put(text, column: 1, row: row, style: look.style(of: message.kind))
            return
        }
        if end > 30 { grid.put(count, column: end, row: row, style: look.theme[.hintText]) }
        var column = 1
        for action in hints {
            guard let hint = action.hint, let key = state.keymap.label(of: action) else { continue }
            let needed = DisplayWidth.of(key) + 1 + DisplayWidth.of(hint) + 2
            guard column + needed <= (end > 30 ? end : grid.size.columns) else { continue }
            column += grid.put(key, column: column, row: row, style: look.theme[.hintKey]) + 1
            column += grid.put(hint, column: column, row: row, style: look.theme[.hintText]) + 2
        }
    }

    /// Those that matter most come first; what finds everything else is always there.
    private var hints: [Action] {
        [.help, .open, .fresh, .copy, .handOff, .filter, .inspect, .palette, .quit].sorted {
            ($0 == .help ? 1 : 0) < ($1 == .help ? 1 : 0)
        }
    }

    private var count: String {
        let shown = state.order.count
        let all = state.rows.count
        var text = shown == all ? "\(all) cluster\(all == 1 ? "" : "s")" : "\(shown) of \(all)"
        if !state.filter.text.isEmpty { text = "/\(HarmlessText.of(state.filter.text))  " + text }
        if !state.marks.isEmpty { text = "\(state.marks.count) marked, " + text }
        return text
    }

    /// What is waited for comes before everything that was said.
    private func drawOpening(_ opening: Opening, on grid: inout CellGrid) {
        let text = "opening \(HarmlessText.of(opening.row.name))\(look.glyphs.ellipsis)"
        let column = 1 + grid.put(text, column: 1, row: row, style: look.theme[.tokenSigning])
        let key = state.keymap.label(of: .back) ?? "Esc"
        let more = state.login == nil ? "" : "   \(state.keymap.label(of: .fresh) ?? "r") shows the login's page"
        grid.put("   \(key) gives it up\(more)", column: column, row: row, style: look.theme[.hintText])
    }

    private func drawFilter(on grid: inout CellGrid) {
        let key = state.keymap.label(of: .filter) ?? "/"
        var column = 1 + grid.put(key, column: 1, row: row, style: look.theme[.prompt])
        let field = state.filter
        let start = column
        column += grid.put(HarmlessText.of(field.text), column: column, row: row, style: look.theme[.promptInput])
        let count = "\(state.order.count) of \(state.rows.count)   Enter keeps it, Esc drops it"
        grid.put(count, column: column + 2, row: row, style: look.theme[.hintText])
        let before = HarmlessText.of(String(field.text.prefix(field.cursor)))
        grid.cursor = (min(grid.size.columns - 1, start + DisplayWidth.of(before)), row)
    }
}
