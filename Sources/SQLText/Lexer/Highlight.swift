import SQLCore

/// How the parts of a line look, as classes that a theme has roles for.
public enum Highlight: String, Sendable, Hashable, CaseIterable {
    case plain, keyword, function, type, identifier, quotedIdentifier, string, number, comment, `operator`, punctuation
    case parameter, command
    /// What has no end, or cannot stand in SQL.
    case broken

    /// A part of a line.
    public struct Span: Sendable, Hashable {
        /// How it looks.
        public var highlight: Highlight
        /// Its bytes, counted from the line's first.
        public var range: Range<Int>
    }

    /// The parts of a line in order, spaces left out, and what the next one begins inside of.
    public static func spans(
        of line: some Collection<UInt8>, _ state: LexState, by lexer: SQLLexer
    ) -> ([Span], LexState) {
        ([], state)
    }
}
