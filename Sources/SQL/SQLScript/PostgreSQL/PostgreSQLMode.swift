/// The scanner's state at the next byte of a PostgreSQL script.
enum PostgreSQLMode: Sendable {
    /// Before a statement: space and `--` comments are dropped.
    case leading
    /// A `--` comment before a statement.
    case leadingComment
    case plain
    /// A `--` comment in a statement.
    case comment
    /// A `--` comment between a string and its possible continuation.
    case commentAfterString
    case blockComment
    case string
    /// After the closing quote of a string. A quote after a carriage return continues it.
    case afterString
    case quotedIdentifier
    /// After `$` and a letter: the tag of a dollar quote, if another `$` follows.
    case dollarTag
    case dollarQuote
    case word
    /// `:name`
    case variable
    case integer
    case fraction
    /// After `1e`
    case exponent
    /// After `1e+`
    case signedExponent
    /// After `1e+5` and `$1`: letters may follow, but `$` may not.
    case exponentDigits
    /// Letters directly after a number.
    case junk

    /// Whether psql keeps an empty line in this state.
    var keepsEmptyLines: Bool {
        switch self {
        case .blockComment, .string, .quotedIdentifier, .dollarQuote: true
        default: false
        }
    }
}

/// The kinds of strings, by how they end.
enum PostgreSQLStringKind: Sendable {
    /// `''` is an escaped quote.
    case standard
    /// `''` and `\'` are escaped quotes.
    case escaping
    /// `B'...'` and `X'...'`: there are no escaped quotes.
    case bits
}
