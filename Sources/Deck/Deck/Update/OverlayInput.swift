import Profiles
import ScreenKit
import TerminalUI

/// Handles a key in a dialog.
func pressInOverlay(_ state: inout DeckState, _ key: Key) -> [Effect] {
    guard let overlay = state.overlay else { return [] }
    if case .login(let page) = overlay { return pressOnLogin(&state, page, key) }
    if overlay.takesText {
        var hasTaken = false
        state.changeField { hasTaken = $0.take(key) }
        if hasTaken { return [] }
        switch key {
        case .escape, .control("c"), .control("g"): return close(&state)
        case .enter: return accept(&state)
        case .tab:
            state.moveInOverlay(by: 1)
            return []
        default: break
        }
    }
    guard let action = state.keymap.action(key, at: .dialog) else {
        // The key that opened a list also closes it; other keys of the deck work in a list about the cluster.
        return overlay.takesText ? [] : pressThrough(&state, overlay, key)
    }
    switch action {
    case .accept: return accept(&state)
    case .back, .quit, .interrupt: return close(&state)
    case .up: state.moveInOverlay(by: -1)
    case .down: state.moveInOverlay(by: 1)
    case .pageUp, .halfPageUp: state.moveInOverlay(by: -10)
    case .pageDown, .halfPageDown: state.moveInOverlay(by: 10)
    case .top: state.moveInOverlay(by: -1_000_000)
    case .bottom: state.moveInOverlay(by: 1_000_000)
    case .redraw, .stop: return perform(&state, action)
    default: break
    }
    return themePreview(state)
}

/// Handles the mouse in a dialog.
func pointInOverlay(_ state: inout DeckState, _ mouse: Mouse) -> [Effect] {
    switch mouse.action {
    case .wheelUp: state.moveInOverlay(by: -3)
    case .wheelDown: state.moveInOverlay(by: 3)
    case .click, .doubleClick:
        guard let overlay = state.overlay else { return [] }
        let list = OverlayList(overlay, state).list
        let frame = list.frame(on: state.size)
        guard frame.contains(column: mouse.column, row: mouse.row) else { return close(&state) }
        guard let line = list.line(at: mouse.row, in: frame) else { return [] }
        state.moveInOverlay(by: line - (list.selected ?? line))
        return accept(&state)
    }
    return themePreview(state)
}

/// Accepts the selected line.
private func accept(_ state: inout DeckState) -> [Effect] {
    guard let overlay = state.overlay else { return [] }
    switch overlay {
    case .help, .inspect, .diagnosis, .messages, .login:
        state.overlay = nil
    case .question(let question, let field):
        return answer(&state, question, field.text)
    case .palette:
        let open = OverlayList(overlay, state)
        state.overlay = nil
        guard let selected = open.list.selected, open.actions.indices.contains(selected) else { return [] }
        return perform(&state, open.actions[selected])
    case .formats(let selected):
        state.overlay = nil
        let formats = state.offeredFormats
        guard let row = state.current, formats.indices.contains(selected) else { return [] }
        awaitToken(&state, row.id)
        return [.copy(row.id, format: formats[selected])]
    case .themes(let selected, _):
        state.overlay = nil
        guard state.themes.indices.contains(selected) else { return [] }
        state.settings.theme = state.themes[selected]
        state.say(.info, "until you quit; theme = \"\(state.settings.theme)\" in \(state.settingsPath) keeps it")
    case .handOff(let id, let field):
        let words = field.text.trimmed
        guard !words.isEmpty else {
            state.say(.warning, "which program? psql, pg_dump --schema-only, ...")
            return []
        }
        state.overlay = nil
        if let engine = state.row(id)?.cluster?.engine { state.clients[engine] = words }
        return open(&state, id, words: words)
    }
    return []
}

/// Closes the dialog, and restores the theme that was only previewed.
private func close(_ state: inout DeckState) -> [Effect] {
    if case .question(let question, _) = state.overlay { return answer(&state, question, nil) }
    defer { state.overlay = nil }
    if case .themes(_, let before) = state.overlay { return [.useTheme(before)] }
    return []
}

private func themePreview(_ state: DeckState) -> [Effect] {
    guard case .themes(let selected, _) = state.overlay, state.themes.indices.contains(selected) else { return [] }
    return [.useTheme(state.themes[selected])]
}

/// Performs keys of the deck that make sense in a dialog: the one that opened it closes it, and a token can be renewed
/// and copied in its details.
private func pressThrough(_ state: inout DeckState, _ overlay: Overlay, _ key: Key) -> [Effect] {
    guard let action = state.keymap.action(key, at: .deck) else { return [] }
    switch (overlay, action) {
    case (.inspect, .inspect), (.diagnosis, .doctor), (.themes, .themes), (.messages, .messages), (.formats, .copyAs):
        return close(&state)
    case (.inspect, .fresh), (.inspect, .copy), (.inspect, .keepFresh): return perform(&state, action)
    case (_, .help):
        let effects = close(&state)
        return effects + perform(&state, .help)
    default: return []
    }
}

extension DeckState {
    /// Edits the input line; a filtered list starts at its top again.
    mutating func changeField(_ body: (inout TextField) -> Void) {
        switch overlay {
        case .help(var list):
            let before = list.field.text
            body(&list.field)
            if list.field.text != before { list.position = 0 }
            overlay = .help(list)
        case .palette(var list):
            let before = list.field.text
            body(&list.field)
            if list.field.text != before { list.position = 0 }
            overlay = .palette(list)
        case .handOff(let id, var field):
            body(&field)
            overlay = .handOff(id, field)
        case .question(let question, var field):
            if question.label != nil { body(&field) }
            if question.isNumber { field.keep { $0.isASCII && $0.isNumber } }
            overlay = .question(question, field)
        case .formats, .themes, .inspect, .diagnosis, .messages, .login, nil: break
        }
    }

    /// Moves the selection or scrolls, within the limits.
    mutating func moveInOverlay(by lines: Int) {
        guard let open = overlay else { return }
        let list = OverlayList(open, self).list
        func within(_ position: Int, _ count: Int) -> Int { max(0, min(count - 1, position + lines)) }
        let room = list.frame(on: size).size.rows - list.fixedRows
        let scrolled = { (position: Int) in max(0, min(max(0, list.lines.count - room), position + lines)) }
        switch open {
        case .help(var filtered):
            filtered.position = scrolled(filtered.position)
            overlay = .help(filtered)
        case .palette(var filtered):
            filtered.position = within(filtered.position, list.lines.count)
            overlay = .palette(filtered)
        case .formats(let selected): overlay = .formats(selected: within(selected, offeredFormats.count))
        case .themes(let selected, let before):
            overlay = .themes(selected: within(selected, themes.count), before: before)
        case .inspect(let id, let scroll): overlay = .inspect(id, scroll: scrolled(scroll))
        case .diagnosis(let id, let scroll): overlay = .diagnosis(id, scroll: scrolled(scroll))
        case .messages(let scroll):
            overlay = .messages(scroll: max(0, min(max(0, list.lines.count - room), scroll - lines)))
        case .handOff, .question, .login: break
        }
    }
}

extension String {
    /// The text without surrounding blanks.
    var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
