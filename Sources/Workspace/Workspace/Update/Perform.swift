import Editing
import Profiles
import SQLScript
import SQLText
import SQLWire
import ScreenKit
import TerminalUI

/// Performs an action.
func perform(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    switch action.section {
    case .statements: performOnStatement(&state, action)
    case .text: performOnText(&state, action)
    case .panes: performOnPanes(&state, action)
    case .grid: performOnGrid(&state, action)
    case .everywhere: performEverywhere(&state, action)
    }
}

private func performOnStatement(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    switch action {
    case .run: return runStatement(&state)
    case .runAll: return runAll(&state)
    case .runGuarded: return runStatement(&state, isGuarded: true)
    case .cancel: return cancel(&state)
    case .explain, .explainAnalyze:
        guard case .statement(let statement)? = state.statementAtCursor?.item else {
            state.say(.info, "there is no statement here")
            return []
        }
        let text = state.variables.expanded(statement.text, statement.references).text
        return explain(&state, text, isAnalyzed: action == .explainAnalyze)
    case .reconnect: return reconnect(&state)
    case .writeAs: return writeAs(&state)
    case .cancelCluster: return onClusters(&state, cancelCluster)
    case .failedAgain: return onClusters(&state, runFailedAgain)
    case .differences:
        return onClusters(&state) { state in
            state.showDifferences()
            return []
        }
    default: return []
    }
}

private func performOnText(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    switch action {
    case .complete: return complete(&state)
    case .history: return openHistory(&state)
    case .historyBack: return walkHistory(&state, by: 1)
    case .historyForward: return walkHistory(&state, by: -1)
    case .saved:
        state.overlay = .saved(.init(), [])
        return [.listSaved]
    case .save: state.overlay = .prompt(.save, TextField())
    case .externalEditor: return [editText(state)]
    case .findInText:
        state.focus = .editor
        state.editor.beginSearch(backward: false)
    case .clearText:
        state.editor.setText("")
        edited(&state)
    default: break
    }
    return []
}

private func performOnPanes(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    switch action {
    case .nextPane:
        switch state.focus {
        case .editor: state.focus = .grid
        case .grid: state.focus = state.clusters.isEmpty ? .editor : .clusters
        case .clusters: state.focus = .editor
        }
    case .editorPane: state.focus = .editor
    case .zoom: state.isZoomed.toggle()
    case .taller, .shorter:
        let now = WorkspaceLayout(state).editor.size.rows
        state.requestedLines = max(1, min(state.size.rows - 6, now + (action == .taller ? 1 : -1)))
    case .browser: return openBrowser(&state)
    case .log: state.overlay = .log(scroll: 0)
    case .results:
        guard !state.results.isEmpty else {
            state.say(.info, "there are no results yet")
            break
        }
        state.overlay = .results(selected: state.current ?? 0)
    case .nextResult: state.show(result: (state.current ?? -1) + 1)
    case .previousResult: state.show(result: (state.current ?? 1) - 1)
    case .expanded:
        state.isExpanded.toggle()
        state.changeItem { $0.grid.fieldLine = 0 }
    default: break
    }
    state.popup = nil
    return []
}

private func performEverywhere(_ state: inout WorkspaceState, _ action: SQLAction) -> [WorkspaceEffect] {
    switch action {
    case .palette: state.overlay = .palette(.init())
    case .help: state.overlay = .help(.init())
    case .redraw: return [.terminal(.redraw)]
    case .stop: return [.terminal(.stop)]
    case .nextTab: return [.tabs(.next)]
    case .another: return [.tabs(.openAnother)]
    case .deck: return [.tabs(.showDeck)]
    case .close: return close(&state)
    default: break
    }
    return []
}

/// Edits the text in `$EDITOR`, from a line or from the cursor's.
func editText(_ state: WorkspaceState, line: Int? = nil) -> WorkspaceEffect {
    .terminal(.editExternally(state.editor.text, cursorLine: line ?? state.editor.cursor.line + 1))
}

/// Ctrl-C: asks the server to cancel the running statement.
func cancel(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    state.popup = nil
    if case .connecting = state.phase {
        state.retryAt = nil
        state.say(.info, "the login is cancelled")
        return [.cancel]
    }
    if state.run != nil {
        state.run?.cancelledAt = state.now
        state.run?.cancels += 1
        state.run?.waiting = []
        state.dropQueue(because: "cancelled")
        switch state.run?.cancels ?? 1 {
        case 1: state.say(.info, "asking the server to end it")
        case 2:
            state.say(
                .warning, "asked again; press once more to drop the connection, which rolls an open transaction back")
        default:
            state.say(.warning, "dropping the connection")
            return [.abort]
        }
        return [.cancel]
    }
    if let job = state.jobs.keys.max() {
        state.say(.info, "\(state.jobs[job]?.what ?? "it") is cancelled")
        state.giveUp(job)
        return [.endJob(job)]
    }
    state.editor.deselect()
    state.changeItem { $0.grid.selection = nil }
    let key = state.keymap.label(of: .close) ?? "Ctrl-Q"
    state.say(.info, "nothing runs; \(key) closes the session")
    return []
}

private func reconnect(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    if case .connecting = state.phase { return [] }
    guard state.run == nil else {
        state.say(.warning, "something is running; cancel it first")
        return []
    }
    if state.hasTransaction {
        state.say(.warning, "a transaction is open; COMMIT or ROLLBACK first")
        return []
    }
    state.serverBefore = state.phase.facts?.server ?? state.serverBefore
    state.keptFacts = state.phase.facts
    state.phase = .connecting(since: state.now)
    return [state.keptFacts == nil ? .connect : .relogin]
}

private func writeAs(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    let cluster = state.place.cluster
    let users = ([state.place.user] + cluster.allUsers).reduce(into: [String]()) {
        if !$0.contains($1) { $0.append($1) }
    }
    guard users.count > 1 || cluster.isReadOnly else {
        state.say(.info, "the profile file names no other `users` of \(cluster.name)")
        return []
    }
    state.overlay = .users(users, selected: min(1, users.count - 1))
    return []
}

/// Closes the session; asks for a confirmation if anything would be lost.
func close(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    if state.hasTransaction {
        let count = state.phase.facts?.statementsInTransaction ?? 0
        state.overlay = .leave("A transaction is open (\(Count.of(count, "statement"))). Closing rolls it back.")
        return []
    }
    if state.run != nil {
        state.overlay = .leave("A statement is running. Closing cancels it.")
        return []
    }
    state.overlay = nil
    state.isClosing = true
    return [.tabs(.close)]
}
