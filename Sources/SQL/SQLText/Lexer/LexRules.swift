public import SQLCore

/// How a text is to be read: by whose rules, and with which of the session's settings.
public struct LexRules: Sendable, Hashable {
    /// Whose rules.
    public var dialect: Dialect
    /// Whether a backslash in an ordinary string escapes what follows, as `SessionState` tells.
    public var hasBackslashEscapes: Bool
    /// Whether double quotes are around an identifier on MySQL, the session's `ANSI_QUOTES`.
    public var hasANSIQuotes: Bool
    /// Whether the text is what the server itself reads: it has no backslash commands and no delimiters of its own, and
    /// a string goes on after a line's end where SQL says so.
    public var isSentText: Bool
    /// Whether the workspace's commands are known on MySQL beside its client's own: `\d` describes a table there.
    public var hasWorkspaceCommands: Bool

    /// Sets every field; what is not given is what a server has by default and what an editor needs.
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
