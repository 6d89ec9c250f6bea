import SQLScript

/// The lexer's state at the beginning of a line: all it needs to know about the lines before.
///
/// Two lines with equal states and equal bytes have equal tokens. So after a change, an editor may stop at the first
/// line whose state is the same as before.
public struct LexState: Sendable, Hashable {
    enum Mode: UInt8, Sendable {
        case plain, blockComment, string, quotedIdentifier, dollarString
        /// After a string that a quote in a later line continues.
        case afterString
    }

    enum StringKind: UInt8, Sendable {
        /// A doubled quote is an escaped quote.
        case standard
        /// Backslashes escape, too.
        case escaping
        /// There are no escaped quotes.
        case bits
    }

    var mode = Mode.plain
    var stringKind = StringKind.standard
    /// The closing quote of the string or identifier.
    var quote: UInt8 = 0
    /// Whether a MySQL comment is open whose content the server reads.
    var isConditional = false
    /// Whether a statement is open.
    var isStarted = false
    /// After a string: whether a line end was seen.
    var sawLineEnd = false
    var commentDepth: Int32 = 0
    var parenthesisDepth: Int32 = 0
    var body = RoutineBody()
    /// The tag of a dollar quote, with its dollar signs.
    var tag: [UInt8] = []
    /// MySQL's delimiter; empty means `;`.
    public internal(set) var delimiter: [UInt8] = []

    /// The state at the beginning of a text.
    public init() {}

    /// Whether no statement is open: from such a line on, a text may be lexed separately.
    public var isBetweenStatements: Bool { mode == .plain && !isStarted && parenthesisDepth == 0 }

    /// Whether the line begins inside a string, a comment or a quoted name.
    public var isInside: Bool { mode != .plain && mode != .afterString }
}
