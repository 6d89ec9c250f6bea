import SQLScript
import SQLWire

extension LineLexer {
    /// Lexes the next token outside of quotes and comments by PostgreSQL's rules.
    mutating func lexPostgreSQL() {
        let byte = bytes[index]
        switch byte {
        case Byte.lineFeed: takeWhile(.whitespace) { $0 == Byte.lineFeed }
        case _ where isPostgreSQLSpace(byte):
            takeWhile(.whitespace) { $0 == Byte.lineFeed || $0 == Byte.space || $0 == Byte.tab || $0 &- 12 < 2 }
        case Byte.minus where peek(1) == Byte.minus: lexLineComment()
        case Byte.backslash: lexPostgreSQLBackslash()
        default:
            beginStatement()
            lexPostgreSQLCode(byte)
        }
    }

    private mutating func lexPostgreSQLCode(_ byte: UInt8) {
        switch byte {
        case Byte.quote: openString(rules.hasBackslashEscapes ? .escaping : .standard)
        case Byte.doubleQuote: openIdentifier()
        case Byte.semicolon: lexPostgreSQLSemicolon()
        case UInt8(ascii: "("):
            state.parenthesisDepth = min(state.parenthesisDepth, Int32.max - 1) + 1
            take(1, .openParenthesis)
        case UInt8(ascii: ")"):
            state.parenthesisDepth = max(0, state.parenthesisDepth - 1)
            take(1, .closeParenthesis)
        case UInt8(ascii: "["), UInt8(ascii: "]"): take(1, .bracket)
        case UInt8(ascii: ","): take(1, .comma)
        case Byte.slash where peek(1) == Byte.star:
            state.mode = .blockComment
            state.commentDepth = 1
            index += 2
            lexNestedComment(from: index - 2)
        case Byte.dollar: lexDollar()
        case Byte.colon: lexColon()
        case Byte.dot where peek(1) == Byte.dot: take(2, .operator)
        case Byte.dot where Byte.isDigit(peek(1)): lexPostgreSQLNumber()
        case Byte.dot: take(1, .dot)
        case _ where Byte.isDigit(byte): lexPostgreSQLNumber()
        case _ where Byte.isLetter(byte): lexPostgreSQLLetter(byte)
        case _ where isOperator(byte): lexOperator()
        default: take(1, .stray)
        }
    }

    func isOperator(_ byte: UInt8) -> Bool {
        switch byte {
        case 33, 35, 37, 38, 42, 43, 45, 47, 60...64, 94, 96, 124, 126: true
        default: false
        }
    }

    /// Lexes the longest possible operator, up to a comment.
    mutating func lexOperator() {
        let start = index
        repeat {
            index += 1
        } while index < end && isOperator(bytes[index])
            && !(peek(0) == Byte.minus && peek(1) == Byte.minus) && !(peek(0) == Byte.slash && peek(1) == Byte.star)
        emit(.operator, from: start)
    }

    private mutating func lexPostgreSQLSemicolon() {
        // The server's parser rejects a semicolon in parentheses together with the whole text.
        guard state.parenthesisDepth == 0, rules.isSentText || state.body.depth == 0 else {
            return take(1, .semicolon)
        }
        take(1, .terminator)
        endStatement()
    }

    private mutating func lexPostgreSQLLetter(_ byte: UInt8) {
        let next = peek(1)
        switch byte | 32 {
        case UInt8(ascii: "b") where next == Byte.quote, UInt8(ascii: "x") where next == Byte.quote:
            openString(.bits, prefix: 1)
        case UInt8(ascii: "e") where next == Byte.quote: openString(.escaping, prefix: 1)
        case UInt8(ascii: "n") where next == Byte.quote && byte < 128:
            openString(rules.hasBackslashEscapes ? .escaping : .standard, prefix: 1)
        case UInt8(ascii: "u") where next == Byte.ampersand && byte < 128:
            switch peek(2) {
            case Byte.quote: openString(.standard, prefix: 2)
            case Byte.doubleQuote: openIdentifier(prefix: 2)
            default: take(1, .identifier)
            }
        default: lexPostgreSQLWord()
        }
    }

    private mutating func lexPostgreSQLWord() {
        let start = index
        repeat {
            index += 1
        } while index < end
            && (Byte.isLetter(bytes[index]) || Byte.isDigit(bytes[index]) || bytes[index] == Byte.dollar)
        note(from: start)
        emitWord(from: start)
    }

    /// Passes the word to the routine body heuristic.
    private mutating func note(from start: Int) {
        guard state.body.isInterested else { return state.body.skipWord() }
        state.body.add(bytes[start..<index], inParentheses: state.parenthesisDepth > 0)
    }

    /// `$1`, `$$` or `$tag$`
    private mutating func lexDollar() {
        let next = peek(1)
        if Byte.isDigit(next) {
            let start = index
            index += 1
            while index < end, Byte.isDigit(bytes[index]) { index += 1 }
            if !rules.isSentText { skipJunk() }
            return emit(.parameter, from: start)
        }
        var length = 1
        if Byte.isLetter(next) {
            while Byte.isLetter(peek(length)) || Byte.isDigit(peek(length)) { length += 1 }
        }
        guard peek(length) == Byte.dollar else { return take(1, .stray) }
        let start = index
        state.mode = .dollarString
        index += length + 1
        state.tag = Array(bytes[start..<index])
        lexDollarString(from: start)
    }

    private mutating func lexColon() {
        let next = peek(1)
        if next == Byte.colon || next == Byte.equals { return take(2, .operator) }
        guard !rules.isSentText, Byte.isLetter(next) || Byte.isDigit(next) else { return take(1, .operator) }
        let start = index
        index += 1
        while index < end, Byte.isLetter(bytes[index]) || Byte.isDigit(bytes[index]) { index += 1 }
        emit(.parameter, from: start)
    }
}
