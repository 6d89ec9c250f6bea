import AWSCredentials
import CPlatform
import Deck
import ScreenKit
import TOML
import TerminalUI
import Themes

/// How the deck looks on the terminal at hand.
struct DeckLook {
    private let library: ThemeLibrary
    private let depth: ColorDepth
    private let glyphs: Glyphs

    /// - Parameter colors: How many the terminal's description has.
    init(_ session: Session, colors: Int, allowsColor: Bool, isUTF8: Bool) {
        let variables = session.environment.variables
        library = session.themes
        depth = allowsColor ? TerminalColors.depth(variables: variables, colors: colors) : .mono
        glyphs = !isUTF8 ? .ascii : variables["TERM"] == "linux" ? .console : .full
    }

    /// All themes by name.
    var names: [String] { library.names }

    /// A theme's look, and what is wrong with its file, one line each.
    func look(_ theme: String) -> (Look, [String]) {
        // Without colours every theme looks the same, but for the one that is made for that.
        let loaded = library.load(depth == .mono ? ThemeLibrary.colorlessName : theme, depth: depth)
        return (
            Look(theme: loaded.theme, depth: depth, glyphs: glyphs), loaded.issues.map { "\($0.place): \($0.message)" }
        )
    }
}
