import SQLWire

/// The highlighting classes; a theme has a role for each.
public enum Highlight: String, Sendable, Hashable, CaseIterable {
    case plain, keyword, function, type, identifier, quotedIdentifier, string, number, comment, `operator`, punctuation
    case parameter, command
    /// Text that SQL does not allow.
    case broken

    /// A highlighted part of a line.
    public struct Span: Sendable, Hashable {
        public var highlight: Highlight
        /// Its bytes, counted from the line's first byte.
        public var range: Range<Int>
        /// Whether it continues in the next line.
        public var isOpen: Bool

        public init(highlight: Highlight, range: Range<Int>, isOpen: Bool = false) {
            self.highlight = highlight
            self.range = range
            self.isOpen = isOpen
        }
    }

    /// The parts of a line in order, without spaces, and the state for the next line.
    ///
    /// - Parameters:
    ///   - line: The line, with or without its line feed.
    ///   - state: The state at the beginning of the line; `LexState()` for the first line.
    public static func spans(
        of line: some Collection<UInt8>, _ state: LexState, by lexer: SQLLexer
    ) -> ([Span], LexState) {
        let (tokens, next) = lexer.lexLine(line, state)
        let words = Words.of(lexer.rules.dialect)
        let spans = line.withBytes { bytes in
            tokens.indices.compactMap { index -> Span? in
                let token = tokens[index]
                guard token.kind != .whitespace else { return nil }
                let highlight = highlight(of: index, in: tokens, bytes, words)
                return Span(highlight: highlight, range: token.range, isOpen: token.isOpen)
            }
        }
        return (spans, next)
    }

    private static func highlight(
        of index: Int, in tokens: [Token], _ bytes: UnsafeBufferPointer<UInt8>, _ words: Words
    ) -> Highlight {
        switch tokens[index].kind {
        case .whitespace, .commandArgument: .plain
        case .lineComment, .blockComment: .comment
        case .keyword, .identifier: word(index, in: tokens, bytes, words)
        case .quotedIdentifier: .quotedIdentifier
        case .string, .dollarString: .string
        case .number: .number
        case .operator: .operator
        case .comma, .dot, .openParenthesis, .closeParenthesis, .bracket, .terminator, .semicolon: .punctuation
        case .parameter: .parameter
        case .command, .conditional: .command
        case .stray: .broken
        }
    }

    /// The neighbours of a word determine its class: after a dot it is a name, before a parenthesis a function.
    private static func word(
        _ index: Int, in tokens: [Token], _ bytes: UnsafeBufferPointer<UInt8>, _ words: Words
    ) -> Highlight {
        let meaning = words.meaning(of: UnsafeBufferPointer(rebasing: bytes[tokens[index].range]))
        let isMember = index > 0 && tokens[index - 1].kind == .dot
        if index + 1 < tokens.count, tokens[index + 1].kind == .openParenthesis {
            if meaning.contains(.function) { return .function }
            if meaning.contains(.type), !isMember { return .type }
            if meaning.isDisjoint(with: .keyword) || isMember { return .function }
        }
        if isMember { return .identifier }
        if meaning.contains(.reserved), !meaning.contains(.type) { return .keyword }
        if meaning.contains(.nameLike) { return .identifier }
        if meaning.contains(.type) { return .type }
        return meaning.isDisjoint(with: .keyword) ? .identifier : .keyword
    }
}
