import AWSCredentials
import CPlatform
import ClusterAccess
import Deck
import ScreenKit
import TOML
import TerminalUI
import Themes

/// The look of the deck on the current terminal.
struct DeckLook {
    private let library: ThemeLibrary
    private let depth: ColorDepth
    private let glyphs: Glyphs

    /// - Parameter colors: The number of colours in the terminal's description.
    init(_ session: Session, colors: Int, allowsColor: Bool, isUTF8: Bool) {
        let variables = session.environment.variables
        library = session.themes
        depth = allowsColor ? TerminalColors.depth(variables: variables, colors: colors) : .mono
        glyphs = !isUTF8 ? .ascii : variables["TERM"] == "linux" ? .console : .full
    }

    /// The names of all themes.
    var names: [String] { library.names }

    /// The look of a theme, and the issues of its file, one line each.
    func look(_ theme: String) -> (Look, [String]) {
        // Without colours all themes look the same, except the one made for that.
        let loaded = library.load(depth == .mono ? ThemeLibrary.colorlessName : theme, depth: depth)
        return (
            Look(theme: loaded.theme, depth: depth, glyphs: glyphs), loaded.issues.map { "\($0.place): \($0.message)" }
        )
    }
}
