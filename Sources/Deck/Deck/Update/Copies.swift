import Failures
import ScreenKit
import Timestamps

/// Handles a token in the clipboard file, which replaces the previous one.
func copied(_ state: inout DeckState, _ row: RowID, _ clipboard: Clipboard) {
    state.clipboard = clipboard
    state.copied = (row, state.now.uptime)
    state.say(
        .info,
        "token for \(row.name) copied to the clipboard file \(clipboard.path) (\(clipboard.format)), wiped at "
            + clipboard.facts.expiresAt.clock)
}

/// Handles the removal of the clipboard file after its token expired.
func wiped(_ state: inout DeckState) {
    // Another token may have been copied meanwhile.
    guard let clipboard = state.clipboard, clipboard.facts.secondsLeft(at: state.now) == 0 else { return }
    if let copied = state.copied { state.note(copied.row, .info, "copy wiped \(state.now.timestamp.clock)") }
    state.say(.info, "the token in \(clipboard.path) has ended and is wiped")
    (state.clipboard, state.copied) = (nil, nil)
}

/// Handles a change of the clipboard file by another program, whose content it now is.
func lost(_ state: inout DeckState, _ clipboard: Clipboard) {
    guard state.clipboard == clipboard else { return }
    if let copied = state.copied { state.note(copied.row, .warning, "copy replaced by someone else") }
    state.say(.warning, "another program replaced or removed the clipboard file \(clipboard.path)")
    (state.clipboard, state.copied) = (nil, nil)
}

/// Handles a token that could not be signed or written.
func notCopied(_ state: inout DeckState, _ row: RowID, _ failure: Failure) {
    let failure = failure.onDeck(state.keymap)
    // The failure was already reported with the token, or the user cancelled.
    guard failure.status != .interrupted, state.row(row)?.token.failure != failure else { return }
    state.change(row) { $0.token.isSigning = false }
    state.note(row, failure, prefix: "not copied: ")
    state.say(.error, "\(row.name): \(failure.brief)")
}
