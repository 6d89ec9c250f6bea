public import TerminalUI

/// A look for every role, made for a terminal's number of colours.
public struct Theme: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// What lies under everything: the colours of `text`. Whoever draws lays it under the whole screen at last.
    public let screen: Style
    private let styles: [Style]

    /// A theme of the styles that `style` gives.
    public init(name: String, _ style: (Role) -> Style) {
        self.name = name
        let text = style(.text)
        let screen = Style(text.foreground, on: text.background)
        self.screen = screen
        // What is the screen's is left to what lies beneath: else it would hide the cursor's background.
        styles = Role.allCases.map { role in
            let style = style(role)
            return Style(
                style.foreground == screen.foreground ? .terminal : style.foreground,
                on: style.background == screen.background ? .terminal : style.background, style.attributes)
        }
    }

    /// The look of a role by itself, to be put over others: a colour of the terminal's own is one that shows what lies
    /// beneath, a dialog, the cursor's row, and under everything `screen`.
    public subscript(role: Role) -> Style {
        styles[role.index]
    }

    /// The look of a role as it is seen at last: over another one's, or over the screen alone.
    public subscript(role: Role, on surface: Role?) -> Style {
        let lower = surface.map { styles[$0.index].over(screen) } ?? screen
        return styles[role.index].over(lower)
    }

    /// No colours and no attributes: what tests of text look at.
    public static let plain = Theme(name: "plain") { _ in .plain }
}

extension Role {
    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    fileprivate var index: Int { Self.indices[self] ?? 0 }
}
