import ScreenKit
import TerminalUI
import Timestamps

/// Shows the page of a login.
func invited(_ state: inout DeckState, _ page: LoginPage) {
    state.login = page
    if state.questions.isEmpty { state.appear(.login(page)) }
    state.say(.info, "confirm the code \(page.code) at \(page.url) before \(page.end.clock) UTC")
}

/// Handles the end of a login: the page is closed.
func loginEnded(_ state: inout DeckState, _ page: LoginPage) {
    guard state.login == page else { return }
    state.login = nil
    if case .login = state.overlay { state.vanish() }
}

/// Adds a question; earlier questions come first.
func asked(_ state: inout DeckState, _ question: Question) {
    state.questions.append(question)
    if state.questions.count == 1 { state.appear(.question(question, TextField())) }
}

/// Sends an answer; the next question is shown.
func answer(_ state: inout DeckState, _ question: Question, _ text: String?) -> [Effect] {
    state.questions.removeAll { $0.number == question.number }
    if text == nil {
        for row in state.waiting(for: question.profile) { state.change(row.id) { $0.token.isDeclined = true } }
    }
    if let next = state.questions.first {
        state.appear(.question(next, TextField()))
    } else if let login = state.login {
        state.appear(.login(login))
    } else {
        state.overlay = nil
    }
    return [.answer(question.number, text)]
}

/// Handles a key of the login page: copy the address, cancel the login, or close the page.
func pressOnLogin(_ state: inout DeckState, _ page: LoginPage, _ key: Key) -> [Effect] {
    if key == .control("c") { return giveUp(&state) }
    let deck = state.keymap.action(key, at: .deck)
    if key == .character("y") || deck == .copyThroughTerminal { return [.copyText(page.url)] }
    guard deck != .fresh else { return [] }
    switch state.keymap.action(key, at: .dialog) {
    case .back, .quit, .accept:
        state.overlay = nil
        let again = state.keymap.label(of: .fresh) ?? "r"
        let giveUp = state.keymap.label(of: .interrupt) ?? "Ctrl-C"
        state.say(.info, "the login goes on; \(again) shows the page again, \(giveUp) cancels it")
    case .redraw: return [.redraw]
    case .stop: return [.stop]
    default: break
    }
    return []
}

extension DeckState {
    /// Opens a dialog by itself: keys that the user typed for the deck must not act in it.
    mutating func appear(_ overlay: Overlay) {
        self.overlay = overlay
        appearedAt = now.uptime
    }

    /// Closes a dialog by itself: keys that the user typed for it must not sign or reveal a token.
    mutating func vanish() {
        overlay = nil
        vanishedAt = now.uptime
    }

    /// Whether the dialog opened by itself so recently that a key cannot be meant for it.
    var isTooNew: Bool { settlesIn != nil }

    /// Whether a dialog closed by itself so recently that a key may be meant for it.
    var hasJustVanished: Bool { overlay == nil && now.uptime - vanishedAt < Self.settlingTime }

    /// Milliseconds until a dialog that opened by itself accepts keys; nil when there is none.
    public var settlesIn: Int32? {
        switch overlay {
        case .question, .login:
            let left = appearedAt + Self.settlingTime - now.uptime
            return left > 0 ? Int32(min(left, Self.settlingTime) / 1_000_000) + 1 : nil
        default: return nil
        }
    }

    /// Nanoseconds for which keys are ignored after a dialog opened or closed by itself.
    private static var settlingTime: Int64 { 300_000_000 }

    /// The clusters whose signing waits for the user's answer.
    func waiting(for profile: String?) -> [ClusterRow] {
        let signing = rows.filter(\.token.isSigning)
        let own = signing.filter { identityName(of: $0).profile == profile }
        return own.isEmpty ? signing : own
    }
}
