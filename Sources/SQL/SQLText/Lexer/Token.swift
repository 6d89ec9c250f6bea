/// A piece of a text that has one meaning. The tokens of a text lie side by side and leave nothing out.
public struct Token: Sendable, Hashable {
    /// What it is.
    public var kind: TokenKind
    /// Its bytes, counted from the beginning of what was lexed.
    public var range: Range<Int>
    /// Whether its end was not found: in a line, that it goes on in the next one; in a whole text, that it never ends.
    public var isOpen: Bool

    /// Sets every field.
    public init(kind: TokenKind, range: Range<Int>, isOpen: Bool = false) {
        self.kind = kind
        self.range = range
        self.isOpen = isOpen
    }
}

/// What a token is.
public enum TokenKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Space, tabs and line ends.
    case whitespace
    /// A comment to the line's end.
    case lineComment
    /// A comment in `/*` and `*/`, an optimizer hint too.
    case blockComment
    /// `/*!50000` or the `*/` that ends it: MySQL reads what stands between them.
    case conditional
    /// A word with a meaning to the server.
    case keyword
    /// Any other word.
    case identifier
    /// A name in quotes.
    case quotedIdentifier
    /// A string, with its prefix.
    case string
    /// A string in dollar quotes.
    case dollarString
    /// A number.
    case number
    /// `+`, `<=`, `::`
    case `operator`
    /// `,`
    case comma
    /// `.`
    case dot
    /// `(`
    case openParenthesis
    /// `)`
    case closeParenthesis
    /// `[` and `]`
    case bracket
    /// `$1`, `?`, `@x`, `@@x`, `:x`
    case parameter
    /// What ends a statement: `;` or the delimiter.
    case terminator
    /// A `;` that ends no statement to the client: in parentheses, in a routine's body, with a delimiter in force.
    case semicolon
    /// The name of a command to the client, with its backslash if it has one.
    case command
    /// What such a command is given.
    case commandArgument
    /// Bytes that mean nothing here.
    case stray
}
