public import TerminalUI

/// A look for every role, made for a terminal's number of colours.
public struct Theme: Sendable, Equatable {
    /// Its name.
    public let name: String
    /// What lies under everything: the colours of `text`, which fill the screen.
    public let screen: Style
    /// What each role says by itself.
    private let own: [Style]
    /// The same upon the screen.
    private let whole: [Style]

    /// A theme of the styles that `style` gives.
    public init(name: String, _ style: (Role) -> Style) {
        self.name = name
        let text = style(.text)
        let screen = Style(text.foreground, on: text.background)
        self.screen = screen
        // What is the screen's is left to what lies beneath: else it would hide the cursor's background.
        own = Role.allCases.map { role in
            let style = style(role)
            return Style(
                style.foreground == screen.foreground ? .terminal : style.foreground,
                on: style.background == screen.background ? .terminal : style.background, style.attributes)
        }
        whole = own.map { $0.over(screen) }
    }

    /// The look of a role upon the screen.
    public subscript(role: Role) -> Style {
        whole[role.index]
    }

    /// The look of a role upon another one's background: `theme[.tokenFresh, on: .rowCursor]`, `theme[.menuKey, on:
    /// .menuSelected]`. Attributes of both add up.
    public subscript(role: Role, on surface: Role) -> Style {
        own[role.index].over(whole[surface.index])
    }

    /// No colours and no attributes: what tests of text look at.
    public static let plain = Theme(name: "plain") { _ in .plain }
}

extension Role {
    private static let indices = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })

    fileprivate var index: Int { Self.indices[self] ?? 0 }
}
