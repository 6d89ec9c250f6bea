import TOML

/// Parses colours: `"#88c0d0"`, `110`, `"cyan"`, `"terminal"`, or a list with one for each colour depth.
enum ColorWords {
    /// The word for the terminal's own colour.
    static let terminal = "terminal"

    /// A colour from one word that is no name of a palette entry.
    static func color(_ word: String) -> PaletteColor? {
        if word == terminal { return .terminal }
        if let basic = BasicColor(word) { return PaletteColor(basic: .color(basic)) }
        if word.hasPrefix("#") {
            let digits = word.dropFirst()
            guard digits.count == 6, digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit) else { return nil }
            return UInt32(digits, radix: 16).map { PaletteColor(rgb: $0) }
        }
        guard word.allSatisfy(\.isNumber) else { return nil }
        return UInt8(word).map(color(index:))
    }

    /// All colour words that need no palette, for suggestions.
    static let names = [terminal] + BasicColor.allCases.map(\.name)

    private static func color(index: UInt8) -> PaletteColor {
        BasicColor(rawValue: index).map { PaletteColor(basic: .color($0)) } ?? PaletteColor(index: index)
    }

    /// An entry of `[palette]`; nil when no part of it is valid.
    static func entry(_ value: TOMLValue, _ issues: inout ThemeIssues) -> PaletteColor? {
        var color = PaletteColor()
        var elements = [value]
        if case .array(let list) = value.content { elements = list }
        for element in elements {
            guard let part = part(element, &issues) else { continue }
            let isRepeated =
                (part.rgb != nil && color.rgb != nil) || (part.index != nil && color.index != nil)
                || (part.basic != nil && color.basic != nil)
            if isRepeated {
                issues.report(
                    "a second colour for the same kind of terminal", at: element.position,
                    suggestion: "[\"#88c0d0\", 110, \"cyan\"]: one for direct colour, one of 256, one of 16")
                continue
            }
            color.rgb = part.rgb ?? color.rgb
            color.index = part.index ?? color.index
            color.basic = part.basic ?? color.basic
        }
        if elements.isEmpty {
            issues.report("the list is empty", at: value.position, suggestion: "[\"#88c0d0\", 110, \"cyan\"]")
        }
        return color == PaletteColor() ? nil : color
    }

    private static func part(_ value: TOMLValue, _ issues: inout ThemeIssues) -> PaletteColor? {
        switch value.content {
        case .string(let word):
            if let color = color(word) { return color }
            issues.report(
                "`\(ThemeIssues.short(word))` is no colour", at: value.position, suggestion: advice(word, among: names))
        case .integer(let number):
            if let index = UInt8(exactly: number) { return color(index: index) }
            issues.report("\(number) is no colour", at: value.position, suggestion: "colours count from 0 to 255")
        default:
            issues.report(
                "a colour is \(value.kind)", at: value.position, suggestion: "write \"#88c0d0\", 110 or \"cyan\"")
        }
        return nil
    }

    /// The suggestion for an unknown colour word.
    static func advice(_ word: String, among names: some Sequence<String>) -> String {
        if word.hasPrefix("#") { return "a truecolour value has six digits: \"#88c0d0\"" }
        if let near = Suggestion.nearest(to: word, among: names) { return "did you mean `\(near)`?" }
        return "write \"#88c0d0\", 110, \"cyan\" or a name of [palette]"
    }
}
