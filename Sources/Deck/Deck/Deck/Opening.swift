import Failures
public import ScreenKit

/// A requested program that waits for its token and then gets the terminal. There is at most one.
public struct Opening: Sendable, Equatable {
    /// Its number; each request has a new one.
    public let number: Int
    public let row: RowID
    /// A shell command line; nil for the engine's own client.
    public let words: String?
}

extension DeckState {
    /// Whether a program may get the terminal now: the user is not typing and no dialog is open.
    public var isAtRest: Bool { overlay == nil && !isFiltering }
}

/// Requests a program on a cluster. It replaces an earlier request; the same request is ignored.
func open(_ state: inout DeckState, _ id: RowID, words: String? = nil) -> [Effect] {
    if let pending = state.opening, pending.row == id, pending.words == words { return [] }
    state.openings += 1
    state.opening = Opening(number: state.openings, row: id, words: words)
    state.change(id) { $0.refusal = nil }
    awaitToken(&state, id)
    return [.handOff(id, words: words)]
}

/// Handles the start of the requested program.
func opened(_ state: inout DeckState) {
    state.opening = nil
}

/// Handles the failure of the requested program.
func notOpened(_ state: inout DeckState, _ opening: Int, _ failure: Failure) {
    guard let pending = state.opening, pending.number == opening else { return }
    let failure = failure.onDeck(state.keymap)
    state.opening = nil
    // The failure was already reported with the token.
    guard state.row(pending.row)?.token.failure != failure else { return }
    state.change(pending.row) { $0.token.isSigning = false }
    state.note(pending.row, failure)
    state.say(.error, "\(pending.row.name): \(failure.brief)")
}

/// Cancels the request because the user does something else: a program must not interrupt that.
func dropOpening(_ state: inout DeckState) {
    guard let pending = state.opening else { return }
    state.opening = nil
    state.note(pending.row, .info, "cancelled")
    state.say(.info, "opening \(pending.row.name) cancelled")
}

/// Marks a cluster's token as being signed on the way to another action, unless it has a valid one.
func awaitToken(_ state: inout DeckState, _ id: RowID) {
    let now = state.now
    if let row = state.row(id), state.passwordOrigin(of: row) != nil { return }
    state.change(id) { row in
        if row.token.facts?.isUsable(at: now) != true { row.token.isSigning = true }
    }
}
