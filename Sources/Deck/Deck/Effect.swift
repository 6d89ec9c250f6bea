public import ScreenKit

/// What `update` wants done outside.
public enum Effect: Sendable, Equatable {
    /// Sign for these clusters.
    case sign([RowID])
    /// See whether the credentials that have signed for these clusters are still theirs, and forget the tokens where not.
    case verifyTokens([RowID])
    /// Look at an identity: that of this cluster.
    case identify(RowID)
    /// Write a usable token to the clipboard file, in a form by name; sign one first where there is none.
    case copy(RowID, format: String)
    /// Send a usable token to the terminal's clipboard.
    case copyThroughTerminal(RowID)
    /// Open a session, or show the one that is open.
    case openSession(RowID)
    /// Show an open session, by its number in the line of tabs; nil: the next one.
    case showTab(Int?)
    /// Send a text that is no secret to the terminal's clipboard.
    case copyText(String)
    /// End searches for credentials that are under way.
    case giveUp
    /// Give the terminal to a program: a shell's words, or nil for the engine's own client. It is the state's `opening`.
    case handOff(RowID, words: String?)
    /// Look at the server's certificate.
    case inspect(RowID)
    /// Answer a question, by its number: what was typed, or nil where the user declined.
    case answer(Int, String?)
    /// Show another theme.
    case useTheme(String)
    /// Read all files again.
    case reload
    /// Switch the mouse on or off.
    case useMouse(Bool)
    /// Draw everything anew.
    case redraw
    /// Stop, as Ctrl-Z does.
    case stop
    /// Ring, or tell by a notification.
    case attract(String)
    /// Leave with an exit code.
    case quit(Int32)
}
