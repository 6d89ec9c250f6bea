import Profiles
import ScreenKit
import TOML
import TerminalUI

/// Performs an action on the deck.
func perform(_ state: inout DeckState, _ action: Action) -> [Effect] {
    switch action {
    case .open: return onCurrent(&state) { [.openSession($1.id)] }
    case .nextTab: return [.showTab(nil)]
    case .fresh: return fresh(&state)
    case .keepFresh: return keepFresh(&state)
    case .copy:
        let format = state.settings.copyFormat
        return onCurrent(&state) { state, row in
            if refusesToken(&state, row) { return [] }
            awaitToken(&state, row.id)
            return [.copy(row.id, format: format)]
        }
    case .copyAs:
        let selected = state.offeredFormats.firstIndex(of: state.settings.copyFormat) ?? 0
        guard let row = state.current, row.cluster != nil else { return onCurrent(&state) { _, _ in [] } }
        if refusesToken(&state, row) { return [] }
        state.overlay = .formats(selected: selected)
    case .copyThroughTerminal:
        return onCurrent(&state) { state, row in
            if refusesToken(&state, row) { return [] }
            awaitToken(&state, row.id)
            return [.copyThroughTerminal(row.id)]
        }
    case .handOff:
        guard let row = state.current, let engine = row.cluster?.engine else { return onCurrent(&state) { _, _ in [] } }
        state.overlay = .handOff(row.id, TextField(suggesting: state.clients[engine] ?? ""))
    case .proxy: return toggleProxies(&state)
    case .inspect: return inspect(&state)
    case .doctor: return diagnose(&state)
    case .edit: return [.editProfile(state.current?.id)]
    case .editFile: return [.editFile]
    case .discover: return [.discover]
    case .demo: return [.demo]
    case .activity: return onChosen(&state) { .showActivity($0) }
    case .fanOut: return onChosen(&state) { .openSessions($0) }
    case .filter:
        state.isFiltering = true
        if state.beforeFilter == nil { state.beforeFilter = state.cursor }
    case .mark:
        guard let id = state.cursor else { break }
        if state.marks.remove(id) == nil { state.marks.insert(id) }
        state.move(by: 1)
    case .markAll:
        let shown = Set(state.order.map { state.rows[$0].id })
        state.marks = shown.isSubset(of: state.marks) ? [] : state.marks.union(shown)
    case .sort:
        let keys = TableColumns(state, width: state.size.columns).columns.compactMap(\.order)
        let all = [.file] + keys
        let next = (all.firstIndex(of: state.sorting.key) ?? 0) + 1
        state.sorting = RowOrder(all[next % all.count])
        state.arrange()
    case .sortReverse:
        state.sorting.isReversed.toggle()
        state.arrange()
    case .details:
        state.showsDetails.toggle()
        state.keepCursorInSight()
    case .wide: toggleWide(&state)
    case .up: state.move(by: -1)
    case .down: state.move(by: 1)
    case .top: state.move(to: 0)
    case .bottom: state.move(to: .max)
    case .pageUp: state.move(by: -page(state))
    case .pageDown: state.move(by: page(state))
    case .halfPageUp: state.move(by: -max(1, page(state) / 2))
    case .halfPageDown: state.move(by: max(1, page(state) / 2))
    case .palette: state.overlay = .palette(.init())
    case .themes:
        let selected = state.themes.firstIndex(of: state.settings.theme) ?? 0
        state.overlay = .themes(selected: selected, before: state.settings.theme)
    case .messages: state.overlay = .messages(scroll: 0)
    case .mouse:
        state.hasMouse.toggle()
        state.say(.info, state.hasMouse ? "the mouse is the deck's again" : "the mouse is the terminal's now")
        return [.useMouse(state.hasMouse)]
    case .help: state.overlay = .help(.init())
    case .reload: return [.reload]
    case .redraw: return [.redraw]
    case .stop: return [.stop]
    case .accept: break
    case .back: back(&state)
    case .quit: return leave(&state, code: 0)
    case .interrupt: return state.isBusy ? giveUp(&state) : leave(&state, code: 130)
    }
    return []
}

private func leave(_ state: inout DeckState, code: Int32) -> [Effect] {
    state.isLeaving = true
    return [.quit(code)]
}

/// Clears the filter, or else the marks.
private func back(_ state: inout DeckState) {
    if !state.filter.text.isEmpty {
        dropFilter(&state)
    } else {
        state.marks = []
    }
}

/// Something with the marked clusters, or with the one under the cursor.
private func onChosen(_ state: inout DeckState, _ effect: ([RowID]) -> Effect) -> [Effect] {
    let ids = state.chosen.filter { $0.cluster != nil }.map(\.id)
    return ids.isEmpty ? onCurrent(&state) { _, _ in [] } : [effect(ids)]
}

private func page(_ state: DeckState) -> Int { max(1, Layout(state).table.size.rows - 1) }

/// Applies an action to the cluster under the cursor; for a broken cluster, shows its issues instead.
func onCurrent(
    _ state: inout DeckState, _ body: (inout DeckState, ClusterRow) -> [Effect]
) -> [Effect] {
    guard let row = state.current else {
        state.say(.warning, "no cluster selected")
        return []
    }
    if let issue = row.issues.first {
        state.say(.error, "\(issue.place): \(issue.message)" + (issue.suggestion.map { "; \($0)" } ?? ""))
        return []
    }
    return body(&state, row)
}

/// Signs fresh tokens; if a login is already waiting, shows its page again.
private func fresh(_ state: inout DeckState) -> [Effect] {
    let ids = state.chosen.filter { $0.cluster != nil }.map(\.id)
    guard !ids.isEmpty else { return onCurrent(&state) { _, _ in [] } }
    for id in ids { state.change(id) { $0.refusal = nil } }
    if let login = state.login, ids.contains(where: { state.row($0)?.token.isSigning == true }) {
        state.overlay = .login(login)
    }
    let byPassword = ids.filter { id in state.row(id).map { state.passwordOrigin(of: $0) != nil } ?? false }
    let forgotten = forgetPasswords(&state, byPassword)
    return byPassword.count == ids.count ? forgotten : forgotten + [sign(&state, ids)]
}

private func keepFresh(_ state: inout DeckState) -> [Effect] {
    let chosen = state.chosen.filter { $0.cluster != nil }
    let usable = chosen.filter { state.passwordOrigin(of: $0) == nil }
    if usable.isEmpty, let first = chosen.first, refusesToken(&state, first) { return [] }
    guard !usable.isEmpty else { return onCurrent(&state) { _, _ in [] } }
    let isOn = !usable.allSatisfy(\.token.isKeptFresh)
    for row in usable {
        state.change(row.id) { row in
            row.token.isKeptFresh = isOn
            row.token.choice = isOn
            row.token.retryAt = 0
        }
    }
    let names = usable.count == 1 ? usable[0].id.name : "\(usable.count) clusters"
    state.say(.info, isOn ? "tokens for \(names) are kept fresh" : "tokens for \(names) are no longer kept fresh")
    let due = usable.compactMap { row in state.row(row.id).flatMap { $0.token.isDue(at: state.now) ? $0.id : nil } }
    return due.isEmpty ? [] : [sign(&state, due)]
}

/// Opens the sockets of the chosen clusters, or closes them if all have one.
private func toggleProxies(_ state: inout DeckState) -> [Effect] {
    let usable = state.chosen.filter { $0.cluster != nil }.map(\.id)
    guard !usable.isEmpty else { return onCurrent(&state) { _, _ in [] } }
    let closed = usable.filter { state.proxies[$0] == nil }
    return closed.isEmpty ? [.closeProxies(usable)] : [.openProxies(closed)]
}

private func inspect(_ state: inout DeckState) -> [Effect] {
    guard let row = state.current else { return onCurrent(&state) { _, _ in [] } }
    state.overlay = .inspect(row.id, scroll: 0)
    guard row.cluster != nil else { return [] }
    if case .asking = row.certificate { return [] }
    state.change(row.id) { $0.certificate = .asking }
    return [.inspect(row.id)] + identifyCurrent(&state)
}
