import Editing
import SQLScript
import SQLText
import SQLWire
import ScreenKit
import TerminalUI

/// Handles a key, a paste or the mouse.
func take(_ state: inout WorkspaceState, _ input: Input) -> [WorkspaceEffect] {
    if state.watch != nil, case .key(let key) = input {
        state.watch = nil
        state.say(.info, "no longer watched")
        let effects = state.run != nil ? cancel(&state) : []
        // Keys that usually close a dialog do nothing else here, and typed text is not lost.
        let isTyped = if case .character = key { true } else { false }
        return effects + (isTyped ? press(&state, key) : [])
    }
    switch input {
    case .key(let key): return press(&state, key)
    case .paste(let text): return paste(&state, text)
    case .pasteCut(let bytes):
        state.say(
            .warning,
            "the paste was too long: its last \(Count.grouped(bytes)) bytes were left out; \\i runs a larger file"
        )
        return []
    case .mouse(let mouse): return point(&state, mouse)
    }
}

private func press(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect] {
    if state.overlay != nil { return pressInOverlay(&state, key) }
    switch state.focus {
    case .grid: return pressInGrid(&state, key)
    case .clusters: return pressInClusters(&state, key)
    case .editor: return pressInEditor(&state, key)
    }
}

private func pressInGrid(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect] {
    guard let action = state.keymap.action(key, at: .grid) else {
        var isLetter = false
        if case .character = key { isLetter = true }
        if isLetter {
            let help = state.keymap.label(of: .help) ?? "F1"
            let edit = state.keymap.label(of: .nextPane) ?? "F6"
            state.say(.info, "\(key.label) does nothing in a result; \(edit) goes to the text, \(help) lists the keys")
        }
        return []
    }
    if action == .back {
        stepBack(&state)
        return []
    }
    return perform(&state, action)
}

/// Esc in a result: first clears the selection, then leaves the view of single rows. It does not move to the text,
/// where the result's keys would be typed as text.
private func stepBack(_ state: inout WorkspaceState) {
    if state.item?.grid.selection != nil {
        state.changeItem { $0.grid.selection = nil }
    } else if state.item?.isExpanded == true {
        _ = perform(&state, .openRow)
    } else {
        let edit = state.keymap.label(of: .nextPane) ?? "F6"
        state.say(.info, "\(edit) goes to the text")
    }
}

private func pressInEditor(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect] {
    if state.popup != nil, let effects = pressInPopup(&state, key) { return effects }
    // During a search all keys go to the editor, and vi uses Esc until it is in normal mode.
    let isSearching = state.editor.searchPrompt != nil
    let isNormal = state.editor.modeName == "NORMAL"
    // vi needs this key for redo.
    let isViBusy =
        state.editor.style == .vi && (key == .escape && !isNormal || key == .control("r") && isNormal)
    let isAtRest = isNormal && state.editor.pendingKeys.isEmpty
    if !isSearching, isAtRest, key == .character(":") { return perform(&state, .palette) }
    if !isSearching, !isViBusy, let action = state.keymap.action(key, at: .editor) {
        switch action {
        case .complete where !state.mayComplete: break
        case .back: break
        default: return perform(&state, action)
        }
    }
    if key == .enter, !isSearching, state.entersStatement {
        return runTyped(&state)
    }
    if key == .enter, !isSearching, state.statementAtCursor?.awaitsData == true {
        state.say(.info, "the rows of COPY follow, a line each; \\. alone on a line ends them, and Enter runs it")
    }
    if key == .control("d"), state.editor.buffer.isEmpty { return perform(&state, .close) }
    let before = state.editor.revision
    let reply = state.editor.press(key)
    if state.editor.revision != before { edited(&state) }
    let dropped = state.editor.unknownCommand
    if dropped.first?.isCharacter == true, dropped != [.character(":")] {
        let help = state.keymap.label(of: .help) ?? "F1"
        state.say(.info, "\(dropped.map(\.label).joined()) is not a command of this editor; \(help) lists its commands")
    }
    switch reply {
    case .handled, .bell: return state.popup == nil ? [] : refreshPopup(&state)
    case .prefixed(.control("e")): return perform(&state, .externalEditor)
    case .prefixed: return []
    case .unhandled:
        // Esc followed quickly by a colon.
        if key == .alt(":"), state.editor.style == .vi { return perform(&state, .palette) }
        if key == .up { return walkHistory(&state, by: 1) }
        if key == .down { return walkHistory(&state, by: -1) }
        return []
    }
}

/// After a change of the text, the marked error position is no longer valid.
func edited(_ state: inout WorkspaceState) {
    state.fault = nil
    state.walk = nil
    state.text.follow(state.editor.buffer.bytes, revision: state.editor.revision, rules: state.rules)
}

private func paste(_ state: inout WorkspaceState, _ text: String) -> [WorkspaceEffect] {
    if state.overlay != nil {
        if case .row(let dialog) = state.overlay, let refusal = dialog.refusal(ofPaste: text) {
            state.say(.warning, refusal)
            return []
        }
        state.changeField { $0.insert(text) }
        return []
    }
    state.focus = .editor
    state.editor.paste(text)
    edited(&state)
    state.popup = nil
    let lines = text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).count
    if lines > 1 {
        let keys = [SQLAction.run, .runAll].compactMap { state.keymap.label(of: $0) }
        let how = keys.count == 2 ? ": \(keys[0]) the statement, \(keys[1]) all" : ""
        state.say(.info, "\(lines) lines pasted; nothing runs before you say so\(how)")
    }
    return []
}

private func point(_ state: inout WorkspaceState, _ mouse: Mouse) -> [WorkspaceEffect] {
    if state.overlay != nil { return pointInOverlay(&state, mouse) }
    let layout = WorkspaceLayout(state)
    let isInText = layout.editor.contains(column: mouse.column, row: mouse.row)
    switch mouse.action {
    case .wheelUp, .wheelDown:
        let lines = mouse.action == .wheelUp ? -3 : 3
        if layout.clusters.contains(column: mouse.column, row: mouse.row) {
            state.moveInClusters(by: lines)
        } else if isInText {
            state.editorTop = max(0, min(state.editorTop + lines, state.editor.buffer.lineCount - 1))
        } else {
            state.moveInResult(by: lines)
        }
    case .click, .doubleClick:
        if isInText {
            state.focus = .editor
            state.popup = nil
            let line = min(state.editorTop + mouse.row - layout.editor.row, state.editor.buffer.lineCount - 1)
            let column = max(0, mouse.column - layout.textColumn + state.editorLeft)
            let byte = state.editor.columns.byte(in: state.editor.buffer.line(line), atColumn: column)
            if mouse.action == .doubleClick {
                state.editor.selectWord(at: TextPosition(line, byte))
            } else {
                state.editor.moveCursor(to: TextPosition(line, byte))
            }
        } else if layout.clusters.contains(column: mouse.column, row: mouse.row) {
            let index = layout.firstCluster(state) + mouse.row - layout.clusters.row
            state.focus = .clusters
            state.moveInClusters(by: index - state.clusterLine)
        } else if layout.result.contains(column: mouse.column, row: mouse.row) {
            state.focus = .grid
            state.pointInResult(column: mouse.column, row: mouse.row, in: layout)
            if mouse.action == .doubleClick { return perform(&state, .openCell) }
        }
    }
    return []
}

extension WorkspaceState {
    /// Whether Tab completes here: after a letter, or after the dot of a name.
    var mayComplete: Bool {
        let line = editor.buffer.line(editor.cursor.line)
        let before = line.utf8.prefix(editor.cursor.column)
        return before.contains { $0 != 0x20 && $0 != 0x09 }
    }

    /// Whether Enter runs the text: the cursor is at its end, after a complete statement.
    var entersStatement: Bool {
        guard editor.style == .emacs || editor.modeName == "INSERT" else { return false }
        let rest = text.bytes.dropFirst(editor.buffer.offset(of: editor.cursor))
        guard rest.allSatisfy({ $0 == 0x20 || $0 == 0x0A }), let range = statementAtCursor else { return false }
        // Only the last line counts, not statements some lines above.
        let line = text.lineStarts[min(editor.cursor.line, text.lineStarts.count - 1)]
        guard range.range.upperBound > line else { return false }
        switch range.item {
        case .command: return true
        case .statement: return !range.isUnfinished
        }
    }
}
