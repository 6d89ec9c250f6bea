public import TerminalUI
public import Themes

/// How things look on the terminal at hand.
public struct Look: Sendable {
    /// A style for every role.
    public var theme: Theme
    /// How many colours there are.
    public var depth: ColorDepth
    /// The drawn parts.
    public var glyphs: Glyphs

    /// A look of its parts.
    public init(theme: Theme, depth: ColorDepth, glyphs: Glyphs) {
        self.theme = theme
        self.depth = depth
        self.glyphs = glyphs
    }

    /// A text that may come from anywhere, as it can be shown here: harmless, with an ellipsis that the terminal has, and
    /// cut off where it takes more than `columns`.
    public func text(_ text: String, columns: Int = .max) -> String {
        let own = glyphs.ellipsis == "…" ? text : text.replacing("…", with: glyphs.ellipsis)
        return TextCut.end(HarmlessText.of(own), columns: columns, ellipsis: glyphs.ellipsis)
    }

    /// Production has the same look everywhere, so that no theme can hide it.
    public func style(of environment: Environment) -> Style {
        switch environment {
        case .production:
            depth == .mono ? Style(.terminal, on: .terminal, [.bold, .reverse]) : Style(.index(15), on: red, .bold)
        case .staging: theme[.environmentStaging]
        case .development: theme[.environmentDevelopment]
        case .other: theme[.environmentOther]
        }
    }

    /// A red that white stands out from; the first sixteen are what somebody made of them.
    private var red: Color {
        switch depth {
        case .direct: .rgb(0xAF0000)
        case .palette: .index(124)
        case .sixteen, .mono: .index(1)
        }
    }

    /// The look of a message.
    public func style(of kind: Message.Kind) -> Style {
        switch kind {
        case .info: theme[.messageInfo]
        case .warning: theme[.messageWarning]
        case .error: theme[.messageError]
        }
    }
}
