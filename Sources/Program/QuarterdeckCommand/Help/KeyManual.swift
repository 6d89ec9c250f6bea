import Deck
import ScreenKit
import TerminalUI
import Workspace

/// The page about keys, generated from the key tables of the deck and the workspace.
enum KeyManual {
    /// Default keys, action names and their help, by section.
    static var markdown: String {
        """
        # keys: every key of the deck and the workspace

        These are the standard keys. `settings.toml` rebinds any action by its name:

            [keys]
            fresh = ["r", "F5"]

        \(sections(KeyTable<Action>(), "the deck"))
        \(sections(KeyTable<SQLAction>(), "the workspace"))
        """
    }

    private static func sections<A: KeyedAction>(_ keys: KeyTable<A>, _ place: String) -> String {
        A.Section.allCases.map { section in
            let rows = A.allCases.filter { $0.section == section }.map { action in
                let labels = keys.keys(of: action).map(\.label).joined(separator: " ")
                return "| \(cell(labels.isEmpty ? "-" : labels)) | \(cell("\(action.rawValue): \(action.help)")) |"
            }
            return "## \(section.rawValue) (\(place))\n\n| key | action |\n|---|---|\n"
                + rows.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    private static func cell(_ text: String) -> String {
        text.map { $0 == "|" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    }
}
