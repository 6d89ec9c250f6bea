import SQLCore

/// What a line begins inside of: all that a lexer needs to know of the lines before it.
///
/// Two lines that begin alike and have the same bytes have the same tokens, so that an editor may stop lexing again at
/// the first line after a change whose state is what it was.
public struct LexState: Sendable, Hashable {
    /// A text's beginning.
    public init() {}
}
