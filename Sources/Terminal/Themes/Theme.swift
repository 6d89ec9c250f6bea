public import TerminalUI

/// A style for every role, for a terminal's number of colours.
public struct Theme: Sendable, Equatable {
    public let name: String
    /// The bottom style of the whole screen: the colours of `text`. Views put it below everything at the end.
    public let screen: Style
    private let styles: [Style]

    /// A theme with the styles that `style` returns.
    public init(name: String, _ style: (Role) -> Style) {
        self.name = name
        let text = style(.text)
        let screen = Style(text.foreground, on: text.background)
        self.screen = screen
        // Colours that equal the screen's are removed from the role; otherwise they would hide the cursor's background.
        styles = Role.allCases.map { role in
            let style = style(role)
            return Style(
                style.foreground == screen.foreground ? .terminal : style.foreground,
                on: style.background == screen.background ? .terminal : style.background, style.attributes)
        }
    }

    /// The style of a role, to be put over others: its terminal colours show the style below, which may be a dialog,
    /// the cursor's row, or `screen`.
    public subscript(role: Role) -> Style {
        styles[role.index]
    }

    /// The visible style of a role: on top of another role's, or of the screen.
    public subscript(role: Role, on surface: Role?) -> Style {
        let lower = surface.map { styles[$0.index].over(screen) } ?? screen
        return styles[role.index].over(lower)
    }

    /// No colours and no attributes, for tests of text.
    public static let plain = Theme(name: "plain") { _ in .plain }
}

extension Role {
    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    fileprivate var index: Int { Self.indices[self] ?? 0 }
}
