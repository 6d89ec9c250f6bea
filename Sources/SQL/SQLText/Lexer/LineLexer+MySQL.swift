import SQLScript
import SQLWire

extension LineLexer {
    var delimiter: [UInt8] { state.delimiter.isEmpty ? [Byte.semicolon] : state.delimiter }

    func isMySQLWord(_ byte: UInt8) -> Bool {
        Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.dollar
    }

    /// Lexes the next token outside of quotes and comments by MySQL's rules.
    mutating func lexMySQL() {
        let byte = bytes[index]
        if MySQLCommand.isSpace(byte) { return takeWhile(.whitespace, MySQLCommand.isSpace) }
        if byte == Byte.backslash { return rules.isSentText ? take(1, .stray) : lexMySQLBackslash() }
        let isInHint = serverComment == .hint
        if !isInHint, isDelimiter() { return lexDelimiter() }
        switch byte {
        case Byte.hash where !isInHint: takeWhile(.lineComment) { $0 != Byte.lineFeed }
        case Byte.minus where !isInHint && peek(1) == Byte.minus && isLineCommentStart():
            takeWhile(.lineComment) { $0 != Byte.lineFeed }
        case Byte.slash where peek(1) == Byte.star: lexMySQLComment()
        case Byte.star where peek(1) == Byte.slash: lexCommentEnd()
        case _ where isInHint:
            beginStatement()
            let start = index
            repeat {
                index += 1
            } while index < end && isInsideHint(bytes[index])
            emit(.blockComment, from: start)
        default:
            beginStatement()
            lexMySQLCode(byte)
        }
    }

    private func isInsideHint(_ byte: UInt8) -> Bool {
        !MySQLCommand.isSpace(byte) && byte != Byte.star && byte != Byte.slash && byte != Byte.backslash
    }

    /// For the server, `--` begins a comment only before a space; for the client, always before a statement.
    private func isLineCommentStart() -> Bool {
        let next = peek(2)
        if rules.isSentText { return next <= Byte.space || next == 127 }
        return !state.isStarted || MySQLCommand.isSpace(next)
    }

    private func isDelimiter() -> Bool {
        guard !rules.isSentText else { return bytes[index] == Byte.semicolon }
        return state.delimiter.isEmpty
            ? bytes[index] == Byte.semicolon : bytes[index..<end].starts(with: state.delimiter)
    }

    private mutating func lexMySQLCode(_ byte: UInt8) {
        switch byte {
        case Byte.quote: openString(rules.hasBackslashEscapes ? .escaping : .standard)
        case Byte.doubleQuote where rules.hasANSIQuotes: openIdentifier()
        case Byte.doubleQuote: openString(rules.hasBackslashEscapes ? .escaping : .standard)
        case Byte.backquote: openIdentifier()
        case Byte.semicolon: take(1, .semicolon)
        case UInt8(ascii: "("): take(1, .openParenthesis)
        case UInt8(ascii: ")"): take(1, .closeParenthesis)
        case UInt8(ascii: "["), UInt8(ascii: "]"): take(1, .bracket)
        case UInt8(ascii: ","): take(1, .comma)
        case UInt8(ascii: "?"): take(1, .parameter)
        case UInt8(ascii: "@"): lexVariable()
        case Byte.dot where Byte.isDigit(peek(1)) && !isBehindName: lexMySQLNumber()
        case Byte.dot: take(1, .dot)
        case Byte.colon where peek(1) == Byte.equals: take(2, .operator)
        case _ where Byte.isDigit(byte): lexMySQLNumber()
        case _ where isMySQLWord(byte): lexMySQLWord(byte)
        case _ where isOperator(byte): lexMySQLOperator()
        default: take(1, .stray)
        }
    }

    private var isBehindName: Bool {
        index > start && (isMySQLWord(bytes[index - 1]) || bytes[index - 1] == Byte.backquote)
    }

    private mutating func lexMySQLWord(_ byte: UInt8) {
        let letter = byte | 32
        let isPrefix = letter == UInt8(ascii: "x") || letter == UInt8(ascii: "b") || letter == UInt8(ascii: "n")
        if isPrefix, byte < 128, peek(1) == Byte.quote {
            return openString(rules.hasBackslashEscapes ? .escaping : .standard, prefix: 1)
        }
        let start = index
        index += 1
        skipWord()
        emitWord(from: start)
    }

    /// The client also finds delimiters such as `go` or `$$` inside words.
    mutating func skipWord() {
        while index < end, isMySQLWord(bytes[index]), !isOwnDelimiter(at: index) { index += 1 }
    }

    private func isOwnDelimiter(at index: Int) -> Bool {
        !rules.isSentText && !state.delimiter.isEmpty && bytes[index..<end].starts(with: state.delimiter)
    }

    /// Handles `*/` at `index`.
    private mutating func lexCommentEnd() {
        let isInHint = serverComment == .hint
        serverComment = .none
        beginStatement()
        let ends = isInHint || state.isConditional
        if !isInHint { state.isConditional = false }
        // The client finds the `/*` in `*/*`.
        let goesOn = !rules.isSentText && peek(2) == Byte.star || isOwnDelimiter(at: index + 1)
        guard ends, !goesOn else { return take(1, .operator) }
        take(2, isInHint ? .blockComment : .conditional)
    }

    /// `@x`, `@@global.x`
    private mutating func lexVariable() {
        let start = index
        index += peek(1) == UInt8(ascii: "@") ? 2 : 1
        skipWord()
        while peek(0) == Byte.dot, !isOwnDelimiter(at: index) {
            index += 1
            skipWord()
        }
        emit(.parameter, from: start)
    }

    private mutating func lexMySQLOperator() {
        guard state.delimiter.isEmpty else { return take(1, .operator) }
        switch (peek(0), peek(1), peek(2)) {
        case (60, 61, 62), (45, 62, 62): take(3, .operator)
        case (60, 60...62, _), (62, 61, _), (62, 62, _), (33, 61, _), (38, 38, _), (124, 124, _), (45, 62, _):
            take(2, .operator)
        default: take(1, .operator)
        }
    }
}
