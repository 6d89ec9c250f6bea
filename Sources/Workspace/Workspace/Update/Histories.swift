import Editing
import SQLWire
import ScreenKit
import TerminalUI

/// Opens the history with the typed text as the first search; a second press searches all clusters.
func openHistory(_ state: inout WorkspaceState, isGlobal: Bool = false) -> [WorkspaceEffect] {
    var list = FilteredList()
    var isGlobal = isGlobal
    if case .history(let open, _, let wasGlobal) = state.overlay {
        list = open
        isGlobal = !wasGlobal
    }
    state.overlay = .history(list, [], isGlobal: isGlobal)
    return [.searchHistory(list.field.text, isGlobal: isGlobal)]
}

/// Handles the result of a history search.
func history(
    _ state: inout WorkspaceState, _ lines: [HistoryLine], _ query: String, _ isGlobal: Bool
) -> [WorkspaceEffect] {
    if case .history(let list, _, let asked) = state.overlay, list.field.text == query, asked == isGlobal {
        state.overlay = .history(list, lines, isGlobal: isGlobal)
        return []
    }
    guard var walk = state.walk, walk.lines.isEmpty, query.isEmpty, !lines.isEmpty else { return [] }
    walk.lines = lines
    state.walk = walk
    step(&state)
    return []
}

/// Replaces the text by the previous or next statement; undo restores it.
func walkHistory(_ state: inout WorkspaceState, by steps: Int) -> [WorkspaceEffect] {
    guard var walk = state.walk else {
        guard steps > 0 else { return [] }
        state.walk = (0, state.editor.text, [])
        return [.searchHistory("", isGlobal: false)]
    }
    walk.index = max(-1, min(walk.lines.count - 1, walk.index + steps))
    state.walk = walk
    step(&state)
    return []
}

private func step(_ state: inout WorkspaceState) {
    guard let walk = state.walk else { return }
    let text = walk.lines.indices.contains(walk.index) ? walk.lines[walk.index].text : walk.typed
    state.editor.setText(text)
    edited(&state)
    state.walk = walk.index < 0 ? nil : walk
    state.editor.moveCursor(to: state.editor.buffer.end)
}
