import TerminalUI
import Themes

/// The themes as a table for people.
enum ThemeTable {
    private static let header = [" ", "NAME", "BACKGROUND", "ABOUT", "FROM"]

    static func text(_ library: ThemeLibrary, inUse: String) -> String {
        let rows = library.names.map { name in
            let theme = library.resolve(name)
            return [
                name == inUse ? "*" : " ", name, theme.backdrop.rawValue, theme.about ?? "-",
                library.file(of: name) ?? "shipped",
            ].map { HarmlessText.of($0) }
        }
        let widths = header.indices.dropLast().map { column in
            ([header] + rows).map { DisplayWidth.of($0[column]) }.max() ?? 0
        }
        return ([header] + rows).map { row in
            row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : DisplayWidth.padding(cell, to: widths[index])
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}
