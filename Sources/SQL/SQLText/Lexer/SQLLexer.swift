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
        line.withBytes { bytes in
            var lexer = LineLexer(bytes: bytes, rules: rules, state: state)
            lexer.lexLine(to: bytes.count)
            return (lexer.tokens, lexer.state)
        }
    }

    /// The tokens of a whole text. What goes over several lines is one token.
    public func lex(_ text: some Collection<UInt8>) -> [Token] {
        lex(text, to: Int.max)
    }

    /// The tokens of a text up to the line that byte `limit` is in, that line included.
    func lex(_ text: some Collection<UInt8>, to limit: Int) -> [Token] {
        text.withBytes { bytes in
            var lexer = LineLexer(bytes: bytes, rules: rules, state: LexState())
            lexer.tokens.reserveCapacity(min(bytes.count, limit) / 4)
            while lexer.index < bytes.count, lexer.index <= limit {
                let lineFeed = bytes[lexer.index...].firstIndex(of: Byte.lineFeed) ?? bytes.count - 1
                lexer.joinsLast = lexer.state.isInside && lexer.tokens.last?.isOpen == true
                lexer.lexLine(to: lineFeed + 1)
            }
            return lexer.tokens
        }
    }
}

extension Collection<UInt8> {
    /// Gives the bytes side by side, wherever they are now.
    func withBytes<Result>(_ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withContiguousStorageIfAvailable(use) ?? Array(self).withUnsafeBufferPointer(use)
    }
}
