/// What the script's end, or the end of what was fed so far, stands inside of.
public struct OpenConstruct: Sendable, Equatable {
    /// The kinds of them.
    public enum Kind: Sendable, Equatable {
        /// A string in single quotes, or in double quotes where MySQL takes them for a string.
        case string
        /// A quoted identifier.
        case identifier
        /// A `$tag$` string; the tag has its dollar signs.
        case dollarQuote(tag: [UInt8])
        /// A `/*` comment.
        case comment
        /// A `(` without its `)`.
        case parenthesis
        /// A `BEGIN` or `CASE` without its `END` in the body of a function or procedure.
        case routineBody
    }

    /// What it is.
    public var kind: Kind
    /// The line it begins in.
    public var line: Int

    /// Sets every field.
    public init(kind: Kind, line: Int) {
        self.kind = kind
        self.line = line
    }
}
