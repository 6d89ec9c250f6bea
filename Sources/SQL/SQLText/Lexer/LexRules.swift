public import SQLWire

/// The lexical rules of a text: the dialect and the session's settings.
public struct LexRules: Sendable, Hashable {
    public var dialect: Dialect
    /// Whether a backslash escapes in an ordinary string, from `SessionState`.
    public var hasBackslashEscapes: Bool
    /// Whether double quotes enclose an identifier on MySQL: the session's `ANSI_QUOTES`.
    public var hasANSIQuotes: Bool
    /// Whether the text is what the server receives: without backslash commands and delimiters, and with strings that
    /// continue after a line end by SQL's rule.
    public var isSentText: Bool
    /// Whether the workspace's commands are known on MySQL, too: `\d` describes a table there.
    public var hasWorkspaceCommands: Bool

    /// Creates rules; the defaults are those of a server, for an editor's text.
    public init(
        dialect: Dialect, hasBackslashEscapes: Bool? = nil, hasANSIQuotes: Bool = false, isSentText: Bool = false,
        hasWorkspaceCommands: Bool = false
    ) {
        self.dialect = dialect
        self.hasBackslashEscapes = hasBackslashEscapes ?? (dialect == .mysql)
        self.hasANSIQuotes = hasANSIQuotes
        self.isSentText = isSentText
        self.hasWorkspaceCommands = hasWorkspaceCommands
    }
}
