/// A token of a text. The tokens of a text are contiguous and cover all of it.
public struct Token: Sendable, Hashable {
    public var kind: TokenKind
    /// Its bytes, counted from the beginning of the lexed text.
    public var range: Range<Int>
    /// Whether its end is missing: in a line, it continues in the next one; in a whole text, it is unterminated.
    public var isOpen: Bool

    public init(kind: TokenKind, range: Range<Int>, isOpen: Bool = false) {
        self.kind = kind
        self.range = range
        self.isOpen = isOpen
    }
}

public enum TokenKind: UInt8, Sendable, Hashable, CaseIterable {
    /// Space, tabs and line ends.
    case whitespace
    /// A comment to the line's end.
    case lineComment
    /// A comment in `/*` and `*/`, including optimizer hints.
    case blockComment
    /// `/*!50000` or the `*/` that ends it: MySQL reads the text between them.
    case conditional
    /// A keyword or another word that the server knows.
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
    /// The terminator of a statement: `;` or the delimiter.
    case terminator
    /// A `;` that does not end the statement for the client: in parentheses, in a routine's body, with another
    /// delimiter.
    case semicolon
    /// The name of a client command, with its backslash if it has one.
    case command
    /// An argument of a client command.
    case commandArgument
    /// Bytes without a meaning.
    case stray
}
