import ScreenKit

/// Applies settings. While the file is unreadable, for instance while it is being written, the previous settings stay.
func apply(_ state: inout DeckState, _ settings: DeckSettings) -> [Effect] {
    let before = state.settings
    let isFirst = !state.hasSettings
    state.hasSettings = true
    guard settings.isReadable || isFirst else {
        state.settings.problems = settings.problems
        if settings.problems != before.problems { tell(&state, settings.problems) }
        return []
    }
    state.settings = settings
    // The user's choice on the deck stays until the file changes.
    if state.themeOfFile == settings.theme { state.settings.theme = before.theme }
    state.themeOfFile = settings.theme
    state.keymap = Keymap(settings.keys.filter { !$0.key.hasPrefix("sql-") && !$0.key.hasPrefix("grid-") })
    let keyProblems = state.keymap.problems.map { problem in
        "\(settings.keyPlaces[problem.action] ?? "\(state.settingsPath), keys.\(problem.action)"): \(problem.text)"
    }
    if !isFirst, state.settings != before { state.say(.info, "settings read again") }
    tell(&state, settings.problems + keyProblems)
    if settings.renewsTokens != before.renewsTokens { renewTokens(&state, settings.renewsTokens) }
    var effects: [Effect] = []
    if state.settings.theme != before.theme { effects.append(.useTheme(state.settings.theme)) }
    if settings.hasMouse != before.hasMouse {
        state.hasMouse = settings.hasMouse
        effects.append(.useMouse(settings.hasMouse))
    }
    return effects
}

/// Reports the errors; the last message says where the others are.
private func tell(_ state: inout DeckState, _ problems: [String]) {
    for problem in problems { state.say(.warning, problem) }
    guard problems.count > 1, let key = state.keymap.label(of: .messages) else { return }
    state.say(.warning, "\(problems.count) mistakes in \(state.settingsPath); \(key) shows them")
}

/// Applies `refresh` to the tokens for which the user has made no choice of their own.
private func renewTokens(_ state: inout DeckState, _ isOn: Bool) {
    for index in state.rows.indices where state.rows[index].token.choice == nil {
        let isLive = (state.rows[index].token.facts?.secondsLeft(at: state.now) ?? 0) > 0
        state.rows[index].token.isKeptFresh = isOn && isLive
    }
}
