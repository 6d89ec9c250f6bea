package import TerminalUI

/// Styled text with SGR codes, for output without ncurses. Source: ECMA-48, "select graphic rendition", and xterm's
/// `38;5` and `38;2`.
package enum SGR {
    /// The text between the codes of a style; unchanged when the style is plain.
    package static func text(_ text: String, _ style: Style) -> String {
        let codes = codes(of: style)
        return codes.isEmpty ? text : "\u{1B}[\(codes.joined(separator: ";"))m\(text)\u{1B}[0m"
    }

    private static func codes(of style: Style) -> [String] {
        let attributes: [(Style.Attributes, String)] = [
            (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.reverse, "7"),
        ]
        return attributes.filter { style.attributes.contains($0.0) }.map(\.1)
            + code(of: style.foreground, basic: 30, bright: 90, other: 38)
            + code(of: style.background, basic: 40, bright: 100, other: 48)
    }

    private static func code(of color: Color, basic: UInt8, bright: UInt8, other: UInt8) -> [String] {
        switch color {
        case .terminal: []
        case .index(let index) where index < 8: ["\(basic + index)"]
        case .index(let index) where index < 16: ["\(bright + index - 8)"]
        case .index(let index): ["\(other);5;\(index)"]
        case .rgb(let rgb): ["\(other);2;\(rgb >> 16 & 0xFF);\(rgb >> 8 & 0xFF);\(rgb & 0xFF)"]
        }
    }
}
