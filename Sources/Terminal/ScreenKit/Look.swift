public import TerminalUI
public import Themes

/// The look of the program on the current terminal: theme, colours and glyphs.
public struct Look: Sendable {
    public var theme: Theme
    /// The number of colours.
    public var depth: ColorDepth
    public var glyphs: Glyphs

    public init(theme: Theme, depth: ColorDepth, glyphs: Glyphs) {
        self.theme = theme
        self.depth = depth
        self.glyphs = glyphs
    }

    /// Makes any text harmless, replaces an ellipsis that the terminal lacks, and cuts it to `columns`.
    public func text(_ text: String, columns: Int = .max) -> String {
        let own = glyphs.ellipsis == "…" ? text : text.replacing("…", with: glyphs.ellipsis)
        return TextCut.end(HarmlessText.of(own), columns: columns, ellipsis: glyphs.ellipsis)
    }

    /// Production looks the same in every theme, so that no theme can hide it.
    public func style(of environment: Environment) -> Style {
        switch environment {
        case .production:
            depth == .mono ? Style(.terminal, on: .terminal, [.bold, .reverse]) : Style(.index(15), on: red, .bold)
        case .staging: theme[.environmentStaging]
        case .development: theme[.environmentDevelopment]
        case .other: theme[.environmentOther]
        }
    }

    /// A red that contrasts with white. It avoids the first sixteen colours where possible, because users may redefine
    /// them.
    private var red: Color {
        switch depth {
        case .direct: .rgb(0xAF0000)
        case .palette: .index(124)
        case .sixteen, .mono: .index(1)
        }
    }

    /// The style of a message.
    public func style(of kind: Message.Kind) -> Style {
        switch kind {
        case .info: theme[.messageInfo]
        case .warning: theme[.messageWarning]
        case .error: theme[.messageError]
        }
    }
}
