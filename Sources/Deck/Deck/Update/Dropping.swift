import ScreenKit

/// Handles tokens that were dropped after a change of identity. Those that are kept fresh are signed again.
func dropped(_ state: inout DeckState, _ tokens: [DroppedToken]) -> [Effect] {
    // A token that was signed meanwhile is kept.
    let gone = tokens.filter { state.row($0.row)?.token.facts == $0.facts }
    guard let first = gone.first else { return [] }
    for token in gone {
        state.change(token.row) { row in
            row.token.facts = nil
            row.token.retryAt = 0
        }
        state.note(token.row, .warning, token.remark)
    }
    let others = gone.count > 1 ? " (and \(gone.count - 1) more)" : ""
    state.say(.warning, "\(first.row.name)\(others): \(first.remark)")
    let kept = gone.map(\.row).filter { state.row($0)?.token.isKeptFresh == true }
    let effects: [Effect] = kept.isEmpty ? [] : [sign(&state, kept)]
    state.arrange()
    return effects
}

extension DroppedToken {
    /// The text for the row of the table.
    fileprivate var remark: String { "dropped the token of \(facts.maskedKey): \(reason)" }
}
