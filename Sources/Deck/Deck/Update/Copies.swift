import Failures
import ScreenKit
import Timestamps

/// A token is in the clipboard file; the one that was there before is not any more.
func copied(_ state: inout DeckState, _ row: RowID, _ clipboard: Clipboard) {
    state.clipboard = clipboard
    state.copied = (row, state.now.uptime)
    state.say(
        .info,
        "token for \(row.name) copied to the clipboard file \(clipboard.path) (\(clipboard.format)), wiped at "
            + clipboard.facts.expiresAt.clock)
}

/// The token in the clipboard file has ended, and the file is gone.
func wiped(_ state: inout DeckState) {
    // Another one may have been copied meanwhile.
    guard let clipboard = state.clipboard, clipboard.facts.secondsLeft(at: state.now) == 0 else { return }
    if let copied = state.copied { state.note(copied.row, .info, "copy wiped \(state.now.timestamp.clock)") }
    state.say(.info, "the token in \(clipboard.path) has ended and is wiped")
    (state.clipboard, state.copied) = (nil, nil)
}

/// Somebody else has changed the clipboard file: what is in it now is theirs.
func lost(_ state: inout DeckState, _ clipboard: Clipboard) {
    guard state.clipboard == clipboard else { return }
    if let copied = state.copied { state.note(copied.row, .warning, "copy replaced by someone else") }
    state.say(.warning, "\(clipboard.path) is no longer what was copied: another program replaced or removed it")
    (state.clipboard, state.copied) = (nil, nil)
}

/// A token could not be written, or not be signed for that.
func notCopied(_ state: inout DeckState, _ row: RowID, _ failure: Failure) {
    let failure = failure.onDeck(state.keymap)
    // Why there is no token has been told with the token; and whoever gave up knows.
    guard failure.status != .interrupted, state.row(row)?.token.failure != failure else { return }
    state.change(row) { $0.token.isSigning = false }
    state.note(row, failure, prefix: "not copied: ")
    state.say(.error, "\(row.name): \(failure.brief)")
}
