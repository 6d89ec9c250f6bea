import Catalog
import Editing
import Failures
import SQLWire
import ScreenKit
import TerminalUI

/// Opens the schema browser.
func openBrowser(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    if state.browser == nil {
        state.browser = SchemaBrowser(dialect: state.place.dialect, database: state.phase.facts?.server.database)
    }
    state.browser?.serverVersion = state.phase.facts?.server.version
    guard let browser = state.browser else { return [] }
    state.overlay = .browser(browser, TextField(browser.filter), isFiltering: false)
    return browse(&state)
}

/// Handles a key in the browser.
func pressInBrowser(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect] {
    guard case .browser(var browser, let field, let isFiltering) = state.overlay else { return [] }
    if isFiltering {
        var hasTaken = false
        state.changeField { hasTaken = $0.take(key) }
        if hasTaken { return browse(&state) }
        if key == .enter || key == .escape {
            guard case .browser(let browser, let field, _) = state.overlay else { return [] }
            state.overlay = .browser(browser, field, isFiltering: false)
            return []
        }
    }
    switch key {
    case .escape, .control("c"), .character("q"), .function(3):
        state.browser = browser
        state.overlay = nil
        return []
    case .enter, .named(.right, _), .character("l"), .space:
        key == .space || key == .enter ? browser.toggle() : browser.open()
    case .named(.left, _), .character("h"): browser.close()
    case .character("i"), .tab:
        if let name = browser.quotedName {
            state.editor.insert(name)
            edited(&state)
            state.focus = .editor
            state.say(.info, "\(name) is in the text")
        }
    case .character("d"):
        guard let query = browser.description, state.run == nil, state.phase.facts != nil else { return [] }
        state.browser = browser
        state.overlay = nil
        state.lastRun += 1
        state.run = RunState(number: state.lastRun, waiting: [], startedAt: state.now, isGuarded: false)
        state.focus = .grid
        return [.show(state.lastRun, query)]
    case .character("r"), .function(5): browser.refresh()
    case .character("/"):
        state.overlay = .browser(browser, field, isFiltering: true)
        return []
    default:
        guard let action = state.keymap.action(key, at: .dialog) else { return [] }
        let page = max(1, BrowserView.rows(on: state.size) - 1)
        switch action {
        case .up: browser.move(by: -1)
        case .down: browser.move(by: 1)
        case .pageUp, .halfPageUp: browser.move(by: -page)
        case .pageDown, .halfPageDown: browser.move(by: page)
        case .first: browser.select(0)
        case .last: browser.select(max(0, browser.lines.count - 1))
        default: break
        }
    }
    state.overlay = .browser(browser, field, isFiltering: isFiltering)
    return browse(&state)
}

/// Handles the answer to a query of the browser.
func browsed(
    _ state: inout WorkspaceState, _ need: BrowserNeed, _ result: Result<[[String?]], Failure>
) -> [WorkspaceEffect] {
    func take(_ browser: inout SchemaBrowser) {
        switch result {
        case .success(let rows): browser.take(need, rows: rows)
        case .failure(let failure): browser.fail(need, failure.what)
        }
    }
    if case .browser(var browser, let field, let isFiltering) = state.overlay {
        take(&browser)
        state.overlay = .browser(browser, field, isFiltering: isFiltering)
        return browse(&state)
    }
    if var browser = state.browser {
        take(&browser)
        state.browser = browser
    }
    return []
}

/// The queries for the visible lines.
private func browse(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard case .browser(var browser, let field, let isFiltering) = state.overlay else { return [] }
    let rows = BrowserView.rows(on: state.size)
    let first = BrowserView.top(browser, rows)
    let needs = browser.needs(inView: first..<min(first + rows, browser.lines.count))
    state.overlay = .browser(browser, field, isFiltering: isFiltering)
    return needs.isEmpty ? [] : [.browse(needs)]
}
