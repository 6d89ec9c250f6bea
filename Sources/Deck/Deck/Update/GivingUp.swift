import ScreenKit

extension DeckState {
    /// Whether an operation is running that can be cancelled.
    var isBusy: Bool {
        opening != nil || login != nil || !questions.isEmpty || rows.contains(where: \.token.isSigning)
    }
}

/// Cancels all operations: signing, opening, and their logins and questions. Late results are stored without a message.
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
        state.note(state.rows[index].id, .info, "cancelled")
    }
    if let opening = state.opening { state.note(opening.row, .info, "cancelled") }
    let answers = state.questions.map { Effect.answer($0.number, nil) }
    state.questions = []
    switch state.overlay {
    case .question, .login: state.overlay = nil
    default: break
    }
    (state.opening, state.login, state.batch) = (nil, nil, nil)
    state.say(.info, "cancelled: \(what.joined(separator: ", "))")
    return answers + [.giveUp]
}

extension TokenState {
    /// Returns to the state before the request. The token is not renewed automatically until the user requests it
    /// again.
    mutating func giveUp() {
        isSigning = false
        isGivenUp = true
        retryAt = .max
    }
}
