import Failures
import ScreenKit

extension Failure {
    /// The same failure with advice for the deck, where a key replaces a shell command.
    func onDeck(_ keymap: Keymap) -> Failure {
        guard let key = keymap.label(of: .fresh) else { return self }
        switch advice {
        case .logIn: return advising("press \(key) to log in here")
        case .tryLoginAgain, .typeNextCode: return advising("press \(key) to try again")
        case .signToken: return advising("\(key) signs a token and asks for it")
        case .repeatAfter(let first): return advising(first)
        case nil: return self
        }
    }
}
