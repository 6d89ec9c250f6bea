public import TerminalUI

/// A style in the notation of theme files.
public enum StyleWords {
    /// `#88c0d0 on #2e3440 bold`; `terminal` for a plain style.
    public static func text(of style: Style) -> String {
        var words: [String] = []
        if style.foreground != .terminal { words.append(name(of: style.foreground)) }
        if style.background != .terminal { words += [StyleDefinition.on, name(of: style.background)] }
        words += StyleDefinition.attributeNames.filter { style.attributes.contains($0.attribute) }.map(\.name)
        return words.isEmpty ? ColorWords.terminal : words.joined(separator: " ")
    }

    private static func name(of color: Color) -> String {
        switch color {
        case .terminal: return ColorWords.terminal
        case .index(let index): return BasicColor(rawValue: index)?.name ?? String(index)
        case .rgb(let rgb):
            let digits = String(rgb, radix: 16)
            return "#" + String(repeating: "0", count: 6 - digits.count) + digits
        }
    }
}
