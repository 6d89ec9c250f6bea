public import ScreenKit
public import TerminalUI
import Themes

extension Look {
    /// The style of a token.
    public func style(of phase: TokenState.Phase) -> Style {
        switch phase {
        case .none: theme[.tokenNone]
        case .signing: theme[.tokenSigning]
        case .fresh: theme[.tokenFresh]
        case .expiring: theme[.tokenExpiring]
        case .expired: theme[.tokenExpired]
        case .failed: theme[.tokenFailed]
        }
    }
}
