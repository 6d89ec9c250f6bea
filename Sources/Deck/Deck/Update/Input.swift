import ScreenKit
import TerminalUI

/// Handles a key, a paste or the mouse.
func take(_ state: inout DeckState, _ input: Input) -> [Effect] {
    switch input {
    case .key(let key):
        state.messages.dismiss(state.now)
        return press(&state, key)
    case .paste(let text): return paste(&state, text)
    case .pasteCut(let bytes):
        state.say(.warning, "the paste was too long: its last \(bytes) bytes were left out")
        return []
    case .mouse(let mouse): return point(&state, mouse)
    }
}

private func press(_ state: inout DeckState, _ key: Key) -> [Effect] {
    if state.isTooNew { return [] }
    if state.overlay != nil { return pressInOverlay(&state, key) }
    if state.isFiltering { return pressInFilter(&state, key) }
    let asked = state.keymap.action(key, at: .deck)
    if asked == nil, key.hasAlt {
        if case .alt(let character) = key, let number = character.wholeNumberValue { return [.showTab(number)] }
        return []
    }
    if state.hasJustVanished, asked?.usesToken == true {
        state.say(.info, "\(key.label) was pressed while the login's page closed; press it again")
        return []
    }
    // Repeating the key does not repeat the request.
    if state.opening != nil, asked == .open { return [] }
    if state.opening != nil, !goesWithWaiting(asked, state) {
        if asked == .interrupt { return giveUp(&state) }
        dropOpening(&state)
        if asked == .back { return [] }
    }
    guard let action = asked else {
        if case .character(let character) = key, let number = character.wholeNumberValue { return [.showTab(number)] }
        if case .character(let character) = key, character != " " {
            let help = state.keymap.label(of: .help) ?? ":"
            state.say(.info, "\(key.label) does nothing here; \(help) lists the keys")
        }
        return []
    }
    return perform(&state, action)
}

/// Whether a key does not cancel the program that is being opened.
private func goesWithWaiting(_ action: Action?, _ state: DeckState) -> Bool {
    switch action {
    case .open, .redraw, .stop: true
    // It shows the page of the login that the program waits for.
    case .fresh: state.login != nil
    default: false
    }
}

/// Handles a key while the user types the filter: the table is filtered at each key, and arrows move the cursor.
private func pressInFilter(_ state: inout DeckState, _ key: Key) -> [Effect] {
    if state.filter.take(key) {
        state.arrange()
        return []
    }
    switch key {
    case .enter, .tab:
        state.isFiltering = false
        // The user chose the row under the cursor; without one, the cursor must still be able to return.
        if state.cursor != nil { state.beforeFilter = nil }
    case .escape, .control("c"), .control("g"):
        state.isFiltering = false
        dropFilter(&state)
    default:
        if let action = state.keymap.action(key, at: .deck), action.section == .moving {
            return perform(&state, action)
        }
    }
    return []
}

/// Removes the filter; the cursor stays on its cluster.
func dropFilter(_ state: inout DeckState) {
    state.filter = TextField()
    state.arrange()
    state.beforeFilter = nil
}

private func paste(_ state: inout DeckState, _ text: String) -> [Effect] {
    if state.isTooNew { return [] }
    if state.overlay == nil { dropOpening(&state) }
    if state.overlay?.takesText == true {
        state.changeField { $0.insert(text) }
    } else if state.isFiltering {
        state.filter.insert(text)
        state.arrange()
    } else {
        let key = state.keymap.label(of: .filter) ?? ":"
        state.say(.info, "pasted text is not taken for keys; press \(key) first to filter by it")
    }
    return []
}

private func point(_ state: inout DeckState, _ mouse: Mouse) -> [Effect] {
    if state.isTooNew { return [] }
    if state.overlay != nil { return pointInOverlay(&state, mouse) }
    if mouse.action != .doubleClick { dropOpening(&state) }
    let layout = Layout(state)
    switch mouse.action {
    case .wheelUp: state.move(by: -3)
    case .wheelDown: state.move(by: 3)
    case .click, .doubleClick:
        if layout.table.contains(column: mouse.column, row: mouse.row) {
            let line = state.top + mouse.row - layout.table.row
            guard line < state.order.count else { return [] }
            state.move(to: line)
            if mouse.action == .doubleClick { return perform(&state, .open) }
        } else if mouse.row == layout.headingRow {
            let columns = TableColumns(state, width: state.size.columns)
            guard let key = columns.column(at: mouse.column)?.order else { return [] }
            let isAgain = state.sorting.key == key
            state.sorting = RowOrder(key, isReversed: isAgain && !state.sorting.isReversed)
            state.arrange()
        }
    }
    return []
}
