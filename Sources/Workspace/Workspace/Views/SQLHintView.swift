import Editing
import ResultDelivery
import ScreenKit
import TerminalUI
import Themes

/// The last line: a message, a prompt, or the keys for this place.
struct SQLHintView {
    let state: WorkspaceState
    let look: Look
    let row: Int

    func draw(on grid: inout CellGrid) {
        if let prompt = state.editor.searchPrompt, state.focus == .editor {
            let used = grid.put(HarmlessText.of(prompt), column: 1, row: row, style: look.theme[.promptInput])
            grid.put("Enter stays, Ctrl-G goes back", column: used + 4, row: row, style: look.theme[.hintText])
            return
        }
        if let message = state.messages.shown {
            let text = message.text.split(separator: "\n").first.map(String.init) ?? ""
            let cut = TextCut.end(HarmlessText.of(text), columns: grid.size.columns - 2, ellipsis: look.glyphs.ellipsis)
            grid.put(cut, column: 1, row: row, style: look.style(of: message.kind))
            return
        }
        var column = 1
        if let mode = state.editor.modeName, state.focus == .editor {
            column += grid.put(mode, column: column, row: row, style: look.theme[.textStrong]) + 2
        }
        // Help and close are always shown; the hints between them are dropped first.
        let ends = items([.help, .close])
        let room = grid.size.columns - 1 - ends.reduce(0) { $0 + width($1) }
        for item in items(middle) where column + width(item) <= room { draw(item, &column, on: &grid) }
        for item in ends { draw(item, &column, on: &grid) }
    }

    private typealias Item = (key: String, hint: String)

    private func items(_ actions: [SQLAction]) -> [Item] {
        actions.compactMap { action in
            guard let hint = hint(action), let key = state.keymap.label(of: action) else { return nil }
            return (key, hint)
        }
    }

    private var isInText: Bool { state.focus == .grid && state.item != nil && state.item?.store == nil }

    private func hint(_ action: SQLAction) -> String? {
        switch action {
        case .nextPane where state.focus == .grid && !state.clusters.isEmpty: "clusters"
        case .nextPane where state.focus != .editor: "text"
        case .openCell where state.focus == .clusters: "message"
        case .openCell where isInText: "line"
        case .selectRows: "select"
        case .copyAs: "copy all"
        default: action.hint
        }
    }

    private func width(_ item: Item) -> Int { DisplayWidth.of(item.key) + DisplayWidth.of(item.hint) + 3 }

    private func draw(_ item: Item, _ column: inout Int, on grid: inout CellGrid) {
        guard column + width(item) <= grid.size.columns + 2 else { return }
        column += grid.put(item.key, column: column, row: row, style: look.theme[.hintKey]) + 1
        column += grid.put(item.hint, column: column, row: row, style: look.theme[.hintText]) + 2
    }

    private var middle: [SQLAction] {
        if state.run != nil {
            return [.cancel] + (state.focus == .clusters ? [.cancelCluster] : []) + [.nextPane]
        }
        let changes: [SQLAction] = state.place.members.isEmpty ? [.editCell] : []
        var several: [SQLAction] = state.clusters.isEmpty ? [] : [.differences]
        if state.clusters.contains(where: { $0.state == .failed }) { several.insert(.failedAgain, at: 0) }
        return switch state.focus {
        case .clusters: [.nextPane, .openCell] + several + [.palette]
        case .editor: [.run, .nextPane, .complete, .history, .browser, .explain, .palette]
        case .grid where isInText:
            [.nextPane] + several + [.search, .openCell, .copy, .copyAs, .export, .selectRows, .palette]
        case .grid: [.nextPane] + several + [.search, .sort, .openCell, .openRow, .copy, .export, .palette] + changes
        }
    }
}
