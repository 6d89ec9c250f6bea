import Catalog
import Editing
import Failures
import Profiles
import SQLWire
import ScreenKit
import TerminalUI
import Timestamps

/// Handles a key in a dialog.
func pressInOverlay(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect] {
    guard let overlay = state.overlay else { return [] }
    if case .browser = overlay { return pressInBrowser(&state, key) }
    if case .text(let reader) = overlay { return pressInText(&state, reader, key) }
    if case .row(let dialog) = overlay { return pressInRow(&state, dialog, key) }
    // With an empty input line, these keys can only mean the list.
    if !overlay.takesText || state.hasEmptyField, case .named(let name, []) = key, name == .home || name == .end {
        state.moveInOverlay(by: name == .home ? -1_000_000 : 1_000_000)
        return []
    }
    if overlay.takesText {
        var hasTaken = false
        state.changeField { hasTaken = $0.take(key) }
        if hasTaken { return followField(&state) }
        switch key {
        case .escape, .control("c"), .control("g"): return closeOverlay(&state)
        case .enter: return accept(&state)
        case .control("r"): if case .history = overlay { return openHistory(&state, isGlobal: true) }
        case .tab:
            state.moveInOverlay(by: 1)
            return []
        default: break
        }
    }
    if case .leave = overlay, key == SQLOverlay.closingKey {
        state.overlay = nil
        state.isClosing = true
        return [.tabs(.close)]
    }
    guard let action = state.keymap.action(key, at: .dialog) else { return pressThrough(&state, overlay, key) }
    switch action {
    case .accept: return accept(&state)
    case .back, .cancel: return closeOverlay(&state)
    case .up: state.moveInOverlay(by: -1)
    case .down: state.moveInOverlay(by: 1)
    case .pageUp: state.moveInOverlay(by: -state.overlayPage)
    case .pageDown: state.moveInOverlay(by: state.overlayPage)
    case .halfPageUp: state.moveInOverlay(by: -max(1, state.overlayPage / 2))
    case .halfPageDown: state.moveInOverlay(by: max(1, state.overlayPage / 2))
    case .first: state.moveInOverlay(by: -1_000_000)
    case .last: state.moveInOverlay(by: 1_000_000)
    case .redraw: return [.terminal(.redraw)]
    case .stop: return [.terminal(.stop)]
    default: break
    }
    return []
}

/// Handles the mouse in a dialog.
func pointInOverlay(_ state: inout WorkspaceState, _ mouse: Mouse) -> [WorkspaceEffect] {
    switch mouse.action {
    case .wheelUp: state.moveInOverlay(by: -3)
    case .wheelDown: state.moveInOverlay(by: 3)
    case .click, .doubleClick:
        guard let list = SQLOverlayList(state)?.list else { return [] }
        let frame = list.frame(on: state.size)
        guard frame.contains(column: mouse.column, row: mouse.row) else { return closeOverlay(&state) }
        guard let line = list.line(at: mouse.row, in: frame) else { return [] }
        state.moveInOverlay(by: line - (list.selected ?? line))
        if mouse.action == .doubleClick { return accept(&state) }
    }
    return []
}

/// The key that opened a list also closes it.
private func pressThrough(_ state: inout WorkspaceState, _ overlay: SQLOverlay, _ key: Key) -> [WorkspaceEffect] {
    let action = state.keymap.action(key, at: .grid)
    switch (overlay, action) {
    case (.log, .log), (.results, .results): return closeOverlay(&state)
    default: return []
    }
}

/// Closes the dialog; its question counts as answered with no.
func closeOverlay(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard let overlay = state.overlay else { return [] }
    state.overlay = nil
    switch overlay {
    case .confirm:
        state.say(.info, "not run")
        state.dropQueue(because: "the one before was not")
        return []
    case .commit:
        state.run?.isGuarded = false
        return send(&state, .ending("ROLLBACK", .rollback))
    default: return []
    }
}

/// Updates the list or the search for the typed text.
private func followField(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    switch state.overlay {
    case .history(let list, _, let isGlobal): return [.searchHistory(list.field.text, isGlobal: isGlobal)]
    default: return []
    }
}

/// Accepts the selected line or the typed text.
private func accept(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard let overlay = state.overlay else { return [] }
    let open = SQLOverlayList(state)
    switch overlay {
    case .help, .log, .text:
        state.overlay = nil
    case .palette:
        state.overlay = nil
        guard let open, let selected = open.list.selected, open.actions.indices.contains(selected) else { return [] }
        return perform(&state, open.actions[selected])
    case .confirm(let confirmation, let field): return confirm(&state, confirmation, field.text)
    case .commit(let field): return commit(&state, field.text)
    case .prompt(let prompt, let field):
        state.overlay = nil
        return answer(&state, prompt, field.text)
    case .formats(let use, let selected):
        state.overlay = nil
        guard SQLOverlayList.formats.indices.contains(selected) else { return [] }
        let format = SQLOverlayList.formats[selected]
        if use == .copy { return copy(&state, format: format) }
        state.overlay = .prompt(.export(format: format), TextField(state.exportName(format)))
    case .history(let list, let lines, _):
        state.overlay = nil
        guard lines.indices.contains(list.position) else { return [] }
        state.takeStatement(lines[list.position].text)
    case .saved(let list, let lines):
        state.overlay = nil
        let shown = SQLOverlayList.matching(lines, list.field.text)
        guard shown.indices.contains(list.position) else { return [] }
        return [.fetchSaved(shown[list.position].name)]
    case .results(let selected):
        state.overlay = nil
        state.show(result: selected)
        state.focus = .grid
    case .users(let users, let selected):
        state.overlay = nil
        guard users.indices.contains(selected) else { return [] }
        return [.tabs(.openAs(user: users[selected]))]
    case .follow(let links, let selected):
        state.overlay = nil
        guard links.indices.contains(selected) else { return [] }
        return follow(&state, links[selected])
    case .row(let dialog): return acceptRow(&state, dialog)
    // Enter may be the end of earlier typing.
    case .leave: break
    case .browser: break
    }
    return []
}

/// A destructive statement runs only after the cluster's name was typed.
private func confirm(
    _ state: inout WorkspaceState, _ confirmation: SQLOverlay.Confirmation, _ typed: String
) -> [WorkspaceEffect] {
    guard typed == state.confirmation(of: confirmation.steps) else {
        let what = state.place.members.isEmpty ? "the cluster's name" : "the number of clusters"
        state.say(.warning, "that is not \(what); Esc does not run it")
        state.overlay = .confirm(confirmation, TextField())
        return []
    }
    state.overlay = nil
    return begin(
        &state, confirmation.steps, isGuarded: confirmation.isGuarded, isAsked: true, scripts: confirmation.scripts)
}

private func commit(_ state: inout WorkspaceState, _ typed: String) -> [WorkspaceEffect] {
    guard state.hasTransaction else {
        state.overlay = nil
        state.endRun()
        state.say(.error, "COMMIT was not sent: the connection was lost, and the server rolls the transaction back")
        return []
    }
    switch typed.lowercased() {
    case "commit", "c":
        state.overlay = nil
        state.run?.isGuarded = false
        return send(&state, .ending("COMMIT", .commit))
    case "rollback", "r", "":
        return closeOverlay(&state)
    default:
        state.overlay = .commit(TextField())
        state.say(.warning, "type commit; Enter or Esc alone rolls back")
        return []
    }
}

private func answer(
    _ state: inout WorkspaceState, _ prompt: SQLOverlay.Prompt, _ text: String
) -> [WorkspaceEffect] {
    let trimmed = text.split(separator: " ").joined(separator: " ")
    guard !trimmed.isEmpty else { return [] }
    switch prompt {
    case .goTo:
        if trimmed.hasSuffix("%"), let percent = Double(trimmed.dropLast()) {
            state.moveInResult(
                to: Int(saturating: Double(max(0, state.rowCount - 1)) * max(0, min(100, percent)) / 100))
        } else if let row = Int(trimmed.filter { $0 != "," }) {
            state.moveInResult(to: row - 1)
        } else {
            state.say(.warning, "a row's number, or a percentage: 50%")
        }
    case .search(let isBackward):
        state.changeItem { item in
            item.reading.search(text)
            item.grid.pattern = text
            item.grid.matches = nil
        }
        return search(&state, isBackward: isBackward)
    case .filter(let column):
        state.changeItem { $0.grid.filters.append(FilterRequest(column: column, text: text)) }
        return arrange(&state)
    case .export(let format): return export(&state, to: text, format: format)
    case .save: return [.save(name: trimmed, text: state.editor.selectedText ?? state.editor.text)]
    case .findInText: break
    }
    return []
}

extension SQLOverlay {
    /// The key that confirms closing a session. It must not be a key of the deck, because the session may close before
    /// it is pressed.
    static let closingKey = Key.character("Y")

    /// An id that is constant for one dialog; nil when there is none.
    var asking: String? {
        switch self {
        case .leave: "leave"
        case .commit: "commit"
        case .row(let dialog): dialog.asking
        case .confirm(let confirmation, _): "confirm " + confirmation.reasons.joined(separator: "\n")
        default: nil
        }
    }

    /// Whether the dialog has an input line.
    var takesText: Bool {
        switch self {
        case .help, .palette, .confirm, .commit, .prompt, .history, .saved: true
        case .text(let reader): reader.field != nil
        case .row(let dialog): dialog.takesText
        case .formats, .results, .log, .users, .leave, .browser, .follow: false
        }
    }
}

extension WorkspaceState {
    /// Edits the input line of the dialog.
    mutating func changeField(_ body: (inout TextField) -> Void) {
        func changed(_ list: FilteredList) -> FilteredList {
            var list = list
            let before = list.field.text
            body(&list.field)
            if list.field.text != before { list.position = 0 }
            return list
        }
        switch overlay {
        case .help(let list): overlay = .help(changed(list))
        case .palette(let list): overlay = .palette(changed(list))
        case .history(let list, let lines, let isGlobal): overlay = .history(changed(list), lines, isGlobal: isGlobal)
        case .saved(let list, let lines): overlay = .saved(changed(list), lines)
        case .confirm(let confirmation, var field):
            body(&field)
            overlay = .confirm(confirmation, field)
        case .commit(var field):
            body(&field)
            overlay = .commit(field)
        case .prompt(let prompt, var field):
            body(&field)
            overlay = .prompt(prompt, field)
        case .browser(var browser, var field, let isFiltering):
            body(&field)
            browser.setFilter(field.text)
            overlay = .browser(browser, field, isFiltering: isFiltering)
        case .text(var reader):
            reader.changeField(body)
            overlay = .text(reader)
        case .row(var dialog):
            dialog.changeField(body)
            overlay = .row(dialog)
        case .formats, .results, .log, .users, .leave, .follow, nil: break
        }
    }

    /// Moves the selection or scrolls, within the limits.
    mutating func moveInOverlay(by lines: Int) {
        if case .text(var reader) = overlay {
            reader.reading.move(by: lines)
            overlay = .text(reader)
        }
        guard let list = SQLOverlayList(self)?.list else { return }
        func within(_ position: Int, _ count: Int) -> Int { max(0, min(count - 1, position + lines)) }
        let room = list.frame(on: size).size.rows - list.fixedRows
        let scrolled = { (position: Int) in max(0, min(max(0, list.lines.count - room), position + lines)) }
        func moved(_ filtered: FilteredList) -> FilteredList {
            var filtered = filtered
            filtered.position =
                list.selected == nil ? scrolled(filtered.position) : within(filtered.position, list.lines.count)
            return filtered
        }
        switch overlay {
        case .help(let list): overlay = .help(moved(list))
        case .palette(let list): overlay = .palette(moved(list))
        case .history(let list, let lines, let isGlobal): overlay = .history(moved(list), lines, isGlobal: isGlobal)
        case .saved(let list, let lines): overlay = .saved(moved(list), lines)
        case .formats(let use, let selected): overlay = .formats(use, selected: within(selected, list.lines.count))
        case .results(let selected): overlay = .results(selected: within(selected, list.lines.count))
        case .users(let users, let selected): overlay = .users(users, selected: within(selected, list.lines.count))
        case .log(let scroll): overlay = .log(scroll: max(0, min(max(0, list.lines.count - room), scroll - lines)))
        case .follow(let links, let selected):
            overlay = .follow(links, selected: within(selected, list.lines.count))
        case .row(var dialog):
            dialog.scroll = scrolled(dialog.scroll)
            overlay = .row(dialog)
        case .confirm, .commit, .prompt, .text, .leave, .browser, nil: break
        }
    }

    /// The number of lines of a page in the dialog.
    var overlayPage: Int {
        guard let list = SQLOverlayList(self)?.list else { return 1 }
        return max(1, list.frame(on: size).size.rows - list.fixedRows - 1)
    }

    /// Whether the list can be filtered by typing, and no filter is typed yet.
    var hasEmptyField: Bool {
        switch overlay {
        case .help(let list), .palette(let list), .history(let list, _, _), .saved(let list, _): list.field.text.isEmpty
        default: false
        }
    }

    /// A proposed file name for an export.
    func exportName(_ format: String) -> String {
        let suffix = ["csv-load": "csv", "markdown": "md", "insert": "sql", "text": "txt"][format] ?? format
        return "\(place.cluster.name.replacing(" ", with: "-"))-\(now.timestamp.amzDate.prefix(15)).\(suffix)"
    }

    /// Inserts a statement at the end of the text, ready to run.
    mutating func takeStatement(_ statement: String) {
        editor.moveCursor(to: editor.buffer.end)
        let needsLine = editor.cursor.column > 0
        editor.insert((needsLine ? "\n" : "") + statement)
        focus = .editor
        edited(&self)
    }
}
