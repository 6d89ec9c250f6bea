import TOML
import TerminalUI

/// A style whose words have become colours.
struct ResolvedStyle {
    let recipe: StyleRecipe
    private let foreground: PaletteColor
    private let background: PaletteColor

    /// Looks the recipe's words up; a word that is no colour is the terminal's own, and reported.
    init(_ recipe: StyleRecipe, palette: [String: PaletteColor], _ issues: inout [SourceIssue]) {
        func color(_ word: StyleRecipe.ColorWord?) -> PaletteColor {
            guard let word else { return .terminal }
            if let color = palette[word.text] ?? ColorWords.color(word.text) { return color }
            let names = palette.keys + ColorWords.names + StyleRecipe.attributeNames.map(\.name)
            issues.append(
                SourceIssue(
                    file: recipe.file, position: word.position,
                    message: "`\(ThemeIssues.short(word.text))` is no colour, no name of the palette and no attribute",
                    suggestion: ColorWords.advice(word.text, among: names)))
            return .terminal
        }
        self.recipe = recipe
        foreground = color(recipe.foreground)
        background = color(recipe.background)
    }

    func style(at depth: ColorDepth) -> Style {
        Style(foreground.color(at: depth), on: background.color(at: depth), recipe.attributes)
    }
}
