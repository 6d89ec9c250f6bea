/// What the next byte of a PostgreSQL script is inside of.
enum PostgreSQLMode: Sendable {
    /// Before a statement: space and `--` comments are dropped.
    case leading
    /// A `--` comment before a statement.
    case leadingComment
    case plain
    /// A `--` comment in a statement.
    case comment
    /// A `--` comment between a string and what may be its continuation.
    case commentAfterString
    case blockComment
    case string
    /// After the closing quote of a string, which a quote after a carriage return continues.
    case afterString
    case quotedIdentifier
    /// After `$` and a letter: a dollar quote's tag, if another `$` comes.
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
    /// After `1e+5` and `$1`, which letters may follow but `$` does not.
    case exponentDigits
    /// Letters that directly follow a number.
    case junk

    /// Whether psql takes an empty line for a part of what it is in.
    var keepsEmptyLines: Bool {
        switch self {
        case .blockComment, .string, .quotedIdentifier, .dollarQuote: true
        default: false
        }
    }
}

/// The kinds of string that differ in how they end.
enum PostgreSQLStringKind: Sendable {
    /// `''` stays inside.
    case standard
    /// `''` and `\'` stay inside.
    case escaping
    /// `B'...'` and `X'...'`: nothing stays inside.
    case bits
}
