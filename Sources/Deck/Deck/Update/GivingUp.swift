import ScreenKit

extension DeckState {
    /// Whether something goes on that can be given up.
    var isBusy: Bool {
        opening != nil || login != nil || !questions.isEmpty || rows.contains(where: \.token.isSigning)
    }
}

/// Ends all that goes on: what is signed or opened, and the logins and codes that were asked for on the way. What comes
/// of it all the same is taken without a word.
func giveUp(_ state: inout DeckState) -> [Effect] {
    var what: [String] = []
    if let opening = state.opening { what.append("opening \(opening.row.name)") }
    let signing = state.rows.indices.filter { state.rows[$0].token.isSigning }
    if signing.count == 1 {
        what.append("signing for \(state.rows[signing[0]].id.name)")
    } else if signing.count > 1 {
        what.append("signing for \(signing.count) clusters")
    }
    if state.login != nil { what.append("the login") }
    for index in signing {
        state.rows[index].token.giveUp()
        state.note(state.rows[index].id, .info, "given up")
    }
    if let opening = state.opening { state.note(opening.row, .info, "given up") }
    let answers = state.questions.map { Effect.answer($0.number, nil) }
    state.questions = []
    switch state.overlay {
    case .question, .login: state.overlay = nil
    default: break
    }
    (state.opening, state.login, state.batch) = (nil, nil, nil)
    state.say(.info, "given up: \(what.joined(separator: ", "))")
    return answers + [.giveUp]
}

extension TokenState {
    /// Goes back to what it was before it was asked for. It is not renewed by itself until it is asked for again.
    mutating func giveUp() {
        isSigning = false
        isGivenUp = true
        retryAt = .max
    }
}
