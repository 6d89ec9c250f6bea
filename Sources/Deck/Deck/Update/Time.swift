import Profiles
import ScreenKit
import TerminalUI

/// Applies the passage of time: messages that were read, and a wall clock that was set.
func pass(_ state: inout DeckState, to now: Moment) -> [Effect] {
    let moved = now.wallWasMoved(since: state.now)
    state.now = now
    state.messages.advance(now)
    guard abs(moved) >= 3 else { return [] }
    let how = "\(CountdownText.of(abs(moved))) \(moved > 0 ? "forward" : "back")"
    var hasTokens = false
    for index in state.rows.indices where state.rows[index].token.facts != nil {
        state.rows[index].token.facts?.isOlderThanClock = true
        hasTokens = true
    }
    state.say(
        .warning,
        "the system clock was set \(how)"
            + (hasTokens ? "; countdowns go on by the time that has passed, new logins get fresh tokens" : ""))
    return []
}

/// Renews the tokens that are kept fresh and expire soon, and alerts the user about the others.
func renew(_ state: inout DeckState) -> [Effect] {
    var effects: [Effect] = []
    let due = state.rows.filter { $0.token.isDue(at: state.now) && $0.cluster != nil }.map(\.id)
    if !due.isEmpty { effects.append(sign(&state, due)) }
    effects += attract(&state)
    let current = identifyCurrent(&state)
    effects += current.isEmpty ? identifyShown(&state) : current
    if RowFilter(state.filter.text).dependsOnTime { state.arrange() }
    return effects
}

private func attract(_ state: inout DeckState) -> [Effect] {
    guard state.settings.alert != .none else { return [] }
    let ending = state.rows.filter { row in
        guard let facts = row.token.facts, !row.token.isKeptFresh, !row.token.isSigning else { return false }
        return facts.secondsLeft(at: state.now) == TokenState.expiringSeconds - 1
    }
    guard let first = ending.first else { return [] }
    let others = ending.count > 1 ? " and \(ending.count - 1) more" : ""
    return [.attract("token for \(first.id.name)\(others) ends in 2 minutes")]
}

/// Looks up the identity for the cluster under the cursor, once, after the first screen.
func identifyCurrent(_ state: inout DeckState) -> [Effect] {
    guard let row = state.current, row.cluster != nil else { return [] }
    let name = state.identityName(of: row)
    guard state.identities[name] == nil else { return [] }
    state.identities[name] = .asking
    return [.identify(row.id)]
}

/// Looks up the next unknown identity of the visible rows, if the table shows when credentials end.
private func identifyShown(_ state: inout DeckState) -> [Effect] {
    let height = Layout(state).table.size.rows
    for place in state.order.dropFirst(state.top).prefix(height) where state.rows[place].cluster != nil {
        let name = state.identityName(of: state.rows[place])
        guard state.identities[name] == nil else { continue }
        guard TableColumns(state, width: state.size.columns)[.credentials] != nil else { return [] }
        state.identities[name] = .asking
        return [.identify(state.rows[place].id)]
    }
    return []
}
