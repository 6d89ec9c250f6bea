import TOML
import TerminalUI

/// A style whose colour words are resolved to colours.
struct ResolvedStyle {
    let factory: StyleDefinition
    private let foreground: PaletteColor
    private let background: PaletteColor

    /// Resolves the colour words; an unknown word becomes the terminal's own colour and is reported.
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
