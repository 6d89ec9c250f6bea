import TOML
import TerminalUI

/// A style in a theme file: `COLOUR on COLOUR ATTRIBUTE...`, each part optional.
struct StyleDefinition {
    /// A colour by its word.
    struct ColorWord {
        let text: String
        let position: SourcePosition
    }

    private(set) var foreground: ColorWord?
    private(set) var background: ColorWord?
    private(set) var attributes: Style.Attributes = []
    /// The file with the style, and the position of its key.
    let file: String
    let position: SourcePosition

    /// The word before a background.
    static let on = "on"

    /// The attributes by their names.
    static let attributeNames: [(name: String, attribute: Style.Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ]

    private static let mostWords = 12

    /// Parses `text`; invalid words are reported and ignored.
    ///
    /// - Parameters:
    ///   - place: The position of the string, including its quote.
    ///   - key: The position of the style's name.
    init(_ text: String, at place: SourcePosition, key: SourcePosition, _ issues: inout ThemeIssues) {
        file = issues.file
        position = key
        var wantsBackground = false
        var isEmpty = true
        let words = text.split(whereSeparator: \.isWhitespace)
        if words.count > Self.mostWords {
            issues.report("a style of \(words.count) words", at: place, suggestion: "\"text on background bold\"")
        }
        for word in words.prefix(Self.mostWords) {
            isEmpty = false
            let offset = text[..<word.startIndex].unicodeScalars.count
            let at = SourcePosition(line: place.line, column: place.column + 1 + offset)
            let word = String(word)
            if let attribute = Self.attributeNames.first(where: { $0.name == word })?.attribute, !wantsBackground {
                attributes.insert(attribute)
            } else if word == Self.on {
                if wantsBackground || background != nil { issues.report("`on` stands twice", at: at) }
                wantsBackground = true
            } else if wantsBackground {
                if background == nil { background = ColorWord(text: word, position: at) }
                wantsBackground = false
            } else if foreground == nil, background == nil {
                foreground = ColorWord(text: word, position: at)
            } else {
                let near = Suggestion.nearest(to: word, among: Self.attributeNames.map(\.name))
                issues.report(
                    "`\(ThemeIssues.short(word))` is no attribute", at: at,
                    suggestion: near.map { "did you mean `\($0)`?" }
                        ?? "attributes are \(Self.attributeNames.map(\.name).joined(separator: ", "))")
            }
        }
        if wantsBackground { issues.report("there is no colour after `on`", at: place) }
        if isEmpty { issues.report("the style is empty", at: place, suggestion: "\"terminal\" is a plain one") }
    }
}
