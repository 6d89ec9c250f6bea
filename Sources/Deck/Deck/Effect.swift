public import ScreenKit

/// An action of `update` outside of its state.
public enum Effect: Sendable, Equatable {
    /// Sign for these clusters.
    case sign([RowID])
    /// Forget the passwords of these clusters.
    case forgetPasswords([RowID])
    /// Check whether the credentials that signed for these clusters are still the current ones, and drop the tokens
    /// otherwise.
    case verifyTokens([RowID])
    /// Look up the identity of this cluster.
    case identify(RowID)
    /// Write a usable token to the clipboard file in the named format; sign one first if necessary.
    case copy(RowID, format: String)
    /// Send a usable token to the terminal's clipboard.
    case copyThroughTerminal(RowID)
    /// Open a session, or show an open one.
    case openSession(RowID)
    /// Open one session of several clusters, in which a statement runs on all of them.
    case openSessions([RowID])
    /// Show what runs on these clusters.
    case showActivity([RowID])
    /// Show an open session by its tab number; nil: the next one.
    case showTab(Int?)
    /// Send a public text to the terminal's clipboard.
    case copyText(String)
    /// Cancel the running searches for credentials.
    case giveUp
    /// Give the terminal to a program: a shell command line, or nil for the engine's own client. It is the state's
    /// `opening`.
    case handOff(RowID, words: String?)
    /// Open local sockets that lead to these clusters.
    case openProxies([RowID])
    /// Close these sockets.
    case closeProxies([RowID])
    /// Inspect the server's certificate.
    case inspect(RowID)
    /// Run the checks of a login.
    case diagnose(RowID)
    /// Edit the profile file, at this cluster.
    case editProfile(RowID?)
    /// Edit the profile file, or write one where there is none.
    case editFile
    /// Find clusters in AWS and add them to the profile file.
    case discover
    /// Open a deck on a private sandbox.
    case demo
    /// Answer a question by its number: the typed text, or nil when the user declined.
    case answer(Int, String?)
    /// Show another theme.
    case useTheme(String)
    /// Read all files again.
    case reload
    /// Switch the mouse on or off.
    case useMouse(Bool)
    /// Redraw the screen.
    case redraw
    /// Stop the job, as Ctrl-Z does.
    case stop
    /// Ring the bell, or show a notification.
    case attract(String)
    /// End with an exit code.
    case quit(Int32)
}
