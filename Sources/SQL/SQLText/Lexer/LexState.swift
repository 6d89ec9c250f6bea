import SQLCore

/// What a line begins inside of: all that a lexer needs to know of the lines before it.
///
/// Two lines that begin alike and have the same bytes have the same tokens, so that an editor may stop lexing again at
/// the first line after a change whose state is what it was.
public struct LexState: Sendable, Hashable {
    enum Mode: UInt8, Sendable {
        case plain, blockComment, string, quotedIdentifier, dollarString
        /// Behind a string that a quote in a later line continues.
        case afterString
    }

    enum StringKind: UInt8, Sendable {
        /// A doubled quote stays inside.
        case standard
        /// A backslash escapes what follows, too.
        case escaping
        /// Nothing stays inside.
        case bits
    }

    var mode = Mode.plain
    var stringKind = StringKind.standard
    /// What ends the string or the identifier.
    var quote: UInt8 = 0
    /// Whether a MySQL comment is open whose content is read.
    var isConditional = false
    /// Whether a statement is open.
    var isStarted = false
    /// After a string: whether a line's end was seen.
    var sawLineEnd = false
    var commentDepth: Int32 = 0
    var parenthesisDepth: Int32 = 0
    var body = RoutineBody()
    /// A dollar quote's tag with its dollar signs.
    var tag: [UInt8] = []
    /// MySQL's delimiter, empty while it is `;`.
    public internal(set) var delimiter: [UInt8] = []

    /// A text's beginning.
    public init() {}

    /// Whether no statement is open where a line begins so: a text may be taken apart from there on.
    public var isBetweenStatements: Bool { mode == .plain && !isStarted && parenthesisDepth == 0 }

    /// Whether a line that begins so is inside of a string, a comment or a quoted name.
    public var isInside: Bool { mode != .plain && mode != .afterString }
}
