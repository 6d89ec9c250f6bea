import SQLText
import SQLWire

/// A piece of SQL in the detail that detecting secrets needs.
enum Piece: Equatable {
    /// A name or a keyword in lower case; a quoted name without its quotes.
    case word(String)
    /// The content of a string literal.
    case text(String)
    case number
    case mark(UInt8)
    case comment(String)
}

/// Converts the lexer's tokens to pieces.
enum Pieces {
    static func of(_ statement: String, _ dialect: Dialect) -> [Piece] {
        let bytes = Array(statement.utf8)
        return SQLLexer(rules: LexRules(dialect: dialect, isSentText: true)).lex(bytes).flatMap { token in
            pieces(token.kind, bytes[token.range], dialect)
        }
    }

    private static func pieces(_ kind: TokenKind, _ bytes: ArraySlice<UInt8>, _ dialect: Dialect) -> [Piece] {
        switch kind {
        case .whitespace, .conditional: []
        case .lineComment: [.comment(text(bytes.drop { $0 == 0x2D || $0 == 0x23 }))]
        // The other engine executes the content of `/*! … */`.
        case .blockComment: [.comment(text(comment(bytes).drop { $0 == 0x21 || $0 &- 48 < 10 }))]
        case .string, .dollarString:
            [.text(text(StringLiteral.content(of: bytes, hasBackslashEscapes: dialect == .mysql)[...]))]
        case .quotedIdentifier: [.word(text(StringLiteral.content(of: bytes)[...]).lowercased())]
        case .keyword, .identifier, .parameter, .command, .commandArgument: [.word(text(bytes).lowercased())]
        case .number: [.number]
        default: bytes.map(Piece.mark)
        }
    }

    /// The text between `/*` and `*/`.
    private static func comment(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let isClosed = bytes.count >= 4 && bytes.suffix(2).elementsEqual([0x2A, 0x2F])
        return bytes.dropFirst(2).dropLast(isClosed ? 2 : 0)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
