import SQLWire

/// Lexes SQL, complete or not: any bytes have tokens, and there are no errors.
public struct SQLLexer: Sendable {
    public let rules: LexRules

    public init(rules: LexRules) {
        self.rules = rules
    }

    /// The tokens of a line and the state for the next one.
    ///
    /// - Parameters:
    ///   - line: The line, with or without its line feed, and with no other one in it. Ranges count from its first
    ///     byte.
    ///   - state: The state at the beginning of the line.
    public func lexLine(_ line: some Collection<UInt8>, _ state: LexState) -> ([Token], LexState) {
        line.withBytes { bytes in
            var lexer = LineLexer(bytes: bytes, rules: rules, state: state)
            lexer.lexLine(to: bytes.count)
            return (lexer.tokens, lexer.state)
        }
    }

    /// The tokens of a whole text. A token may span several lines.
    public func lex(_ text: some Collection<UInt8>) -> [Token] {
        lex(text, to: Int.max)
    }

    /// The tokens of a text up to and including the line that contains byte `limit`.
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
    /// Passes the bytes as one contiguous buffer.
    func withBytes<Result>(_ use: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withContiguousStorageIfAvailable(use) ?? Array(self).withUnsafeBufferPointer(use)
    }
}
