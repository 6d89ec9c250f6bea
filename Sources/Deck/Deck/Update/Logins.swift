import ScreenKit
import TerminalUI
import Timestamps

/// Shows where a login is confirmed.
func invited(_ state: inout DeckState, _ page: LoginPage) {
    state.login = page
    if state.questions.isEmpty { state.appear(.login(page)) }
    state.say(.info, "confirm the code \(page.code) at \(page.url) before \(page.end.clock) UTC")
}

/// The login has ended, one way or the other; the page is of no use any more.
func loginEnded(_ state: inout DeckState, _ page: LoginPage) {
    guard state.login == page else { return }
    state.login = nil
    if case .login = state.overlay { state.vanish() }
}

/// Takes a question; those that came before are answered first.
func asked(_ state: inout DeckState, _ question: Question) {
    state.questions.append(question)
    if state.questions.count == 1 { state.appear(.question(question, TextField())) }
}

/// Hands an answer on; the next question takes its place.
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

/// A key of the page's own: its address is copied, the login is given up, or the page is put away.
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
        state.say(.info, "the login goes on; \(again) shows the page again, \(giveUp) gives it up")
    case .redraw: return [.redraw]
    case .stop: return [.stop]
    default: break
    }
    return []
}

extension DeckState {
    /// Opens a dialog that nobody has asked for at this moment: keys that were meant for the deck must not land in it.
    mutating func appear(_ overlay: Overlay) {
        self.overlay = overlay
        appearedAt = now.uptime
    }

    /// Closes a dialog that nobody has closed: keys that were meant for it must not sign or give a token away.
    mutating func vanish() {
        overlay = nil
        vanishedAt = now.uptime
    }

    /// Whether what is open came by itself and so lately that a key cannot have been meant for it.
    var isTooNew: Bool { settlesIn != nil }

    /// Whether a dialog went by itself so lately that a key may have been meant for it.
    var hasJustVanished: Bool { overlay == nil && now.uptime - vanishedAt < Self.settlingTime }

    /// Milliseconds until what came by itself takes keys; nil where nothing has come just now.
    public var settlesIn: Int32? {
        switch overlay {
        case .question, .login:
            let left = appearedAt + Self.settlingTime - now.uptime
            return left > 0 ? Int32(min(left, Self.settlingTime) / 1_000_000) + 1 : nil
        default: return nil
        }
    }

    /// Nanoseconds for which a dialog that came by itself takes no key, and one that went holds keys back.
    private static var settlingTime: Int64 { 300_000_000 }

    /// Clusters whose signing the one who is asked would let go on.
    func waiting(for profile: String?) -> [ClusterRow] {
        let signing = rows.filter(\.token.isSigning)
        let own = signing.filter { identityName(of: $0).profile == profile }
        return own.isEmpty ? signing : own
    }
}
