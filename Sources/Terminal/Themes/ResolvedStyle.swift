import TOML
import TerminalUI

/// A style whose words have become colours.
struct ResolvedStyle {
    let factory: StyleDefinition
    private let foreground: PaletteColor
    private let background: PaletteColor

    /// Looks the recipe's words up; a word that is no colour is the terminal's own, and reported.
    init(_ factory: StyleDefinition, palette: [String: PaletteColor], _ issues: inout [SourceIssue]) {
        func color(_ word: StyleDefinition.ColorWord?) -> PaletteColor {
            guard let word else { return .terminal }
            if let color = palette[word.text] ?? ColorWords.color(word.text) { return color }
            let names = palette.keys + ColorWords.names + StyleDefinition.attributeNames.map(\.name)
            issues.append(
                SourceIssue(
                    file: factory.file, position: word.position,
                    message: "`\(ThemeIssues.short(word.text))` is no colour, no name of the palette and no attribute",
                    suggestion: ColorWords.advice(word.text, among: names)))
            return .terminal
        }
        self.factory = factory
        foreground = color(factory.foreground)
        background = color(factory.background)
    }

    func style(at depth: ColorDepth) -> Style {
        Style(foreground.color(at: depth), on: background.color(at: depth), factory.attributes)
    }
}
