import Failures
import ScreenKit

extension Failure {
    /// The same failure with advice for the deck, where a key replaces a shell command.
    func onDeck(_ keymap: Keymap) -> Failure {
        guard let next, let key = keymap.label(of: .fresh) else { return self }
        if next.hasPrefix("aws sso login") { return advising("press \(key) to log in here") }
        if next.hasPrefix("try again, or aws sso login") { return advising("press \(key) to try again") }
        if next == "sign a token" { return advising("\(key) signs a token and asks for it") }
        let end = ", then repeat the command"
        return next.hasSuffix(end) ? advising(String(next.dropLast(end.count))) : self
    }
}
