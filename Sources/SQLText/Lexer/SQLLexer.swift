import SQLCore

/// Takes SQL apart, finished or not: any bytes have tokens, and none are an error.
public struct SQLLexer: Sendable {
    /// How it reads.
    public let rules: LexRules

    /// A lexer by `rules`.
    public init(rules: LexRules) {
        self.rules = rules
    }

    /// The tokens of a line, and what the next one begins inside of.
    ///
    /// - Parameters:
    ///   - line: The line, with or without its line feed, which there is no other of. Ranges count from its first byte.
    ///   - state: What the line begins inside of.
    public func lexLine(_ line: some Collection<UInt8>, _ state: LexState) -> ([Token], LexState) {
        ([], state)
    }

    /// The tokens of a whole text. What goes over several lines is one token.
    public func lex(_ text: [UInt8]) -> [Token] {
        []
    }
}
