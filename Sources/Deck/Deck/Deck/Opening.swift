import Failures
public import ScreenKit

/// A program that was asked for and does not have the terminal yet: its token is awaited. There is at most one.
public struct Opening: Sendable, Equatable {
    /// Which one it is; a later one has another number.
    public let number: Int
    /// The cluster.
    public let row: RowID
    /// A shell's words; nil for the engine's own client.
    public let words: String?
}

extension DeckState {
    /// Whether a program may have the terminal now: nobody is typing anything on the deck, and nothing is asked.
    public var isAtRest: Bool { overlay == nil && !isFiltering }
}

/// Asks for a program on a cluster. It takes the place of one that was asked for before; the same one is asked for once.
func open(_ state: inout DeckState, _ id: RowID, words: String? = nil) -> [Effect] {
    if let pending = state.opening, pending.row == id, pending.words == words { return [] }
    state.openings += 1
    state.opening = Opening(number: state.openings, row: id, words: words)
    state.change(id) { $0.refusal = nil }
    awaitToken(&state, id)
    return [.handOff(id, words: words)]
}

/// What has become of a program that was asked for: it has the terminal.
func opened(_ state: inout DeckState) {
    state.opening = nil
}

/// What has become of a program that was asked for: nothing, and why.
func notOpened(_ state: inout DeckState, _ opening: Int, _ failure: Failure) {
    guard let pending = state.opening, pending.number == opening else { return }
    let failure = failure.onDeck(state.keymap)
    state.opening = nil
    // Why there is no token has been told with the token.
    guard state.row(pending.row)?.token.failure != failure else { return }
    state.change(pending.row) { $0.token.isSigning = false }
    state.note(pending.row, failure)
    state.say(.error, "\(pending.row.name): \(failure.brief)")
}

/// Whoever does something else no longer waits: a program must not take the terminal from under their fingers.
func dropOpening(_ state: inout DeckState) {
    guard let pending = state.opening else { return }
    state.opening = nil
    state.note(pending.row, .info, "given up")
    state.say(.info, "opening \(pending.row.name) given up")
}

/// A token is signed for a cluster on the way to something else, unless it has one that is good.
func awaitToken(_ state: inout DeckState, _ id: RowID) {
    let now = state.now
    state.change(id) { row in
        if row.token.facts?.isUsable(at: now) != true { row.token.isSigning = true }
    }
}
