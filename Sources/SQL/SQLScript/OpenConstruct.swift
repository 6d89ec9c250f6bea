/// The construct that is still open at the end of the script, or of the part fed so far.
public struct OpenConstruct: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        /// A string in single quotes, or in MySQL's double quotes.
        case string
        /// A quoted identifier.
        case identifier
        /// A `$tag$` string; the tag includes the dollar signs.
        case dollarQuote(tag: [UInt8])
        /// A `/*` comment.
        case comment
        /// A `(` without its `)`.
        case parenthesis
        /// A `BEGIN` or `CASE` without its `END` in a routine body.
        case routineBody
    }

    public var kind: Kind
    /// The line in which it begins.
    public var line: Int

    public init(kind: Kind, line: Int) {
        self.kind = kind
        self.line = line
    }
}
