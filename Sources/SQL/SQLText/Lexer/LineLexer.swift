import SQLScript
import SQLWire

/// Lexes one line after another.
struct LineLexer {
    let bytes: UnsafeBufferPointer<UInt8>
    let rules: LexRules
    var state: LexState
    var tokens: [Token] = []
    /// Everything before it has been lexed.
    var index = 0
    /// Whether the next token continues the last token of the previous line.
    var joinsLast = false
    /// The start of the line.
    private(set) var start = 0
    /// The end of the line, after its line feed.
    private(set) var end = 0

    /// The kind of comment that MySQL's server reads; its client forgets it at the line's end.
    enum ServerComment { case none, conditional, hint }
    var serverComment = ServerComment.none
    /// The start of the statement, if it is in this line.
    var statementStart: Int?

    var isPostgreSQL: Bool { rules.dialect == .postgresql }

    init(bytes: UnsafeBufferPointer<UInt8>, rules: LexRules, state: LexState) {
        self.bytes = bytes
        self.rules = rules
        self.state = state
    }

    mutating func lexLine(to end: Int) {
        start = index
        self.end = end
        serverComment = .none
        statementStart = nil
        if !rules.isSentText {
            if state.mode == .afterString { leaveString() }
            if !isPostgreSQL { lexLineCommand() }
        }
        while index < end { step() }
    }

    private mutating func step() {
        switch state.mode {
        case .plain: isPostgreSQL ? lexPostgreSQL() : lexMySQL()
        case .afterString: lexAfterString()
        case .blockComment: isPostgreSQL ? lexNestedComment(from: index) : lexComment(from: index)
        case .string, .quotedIdentifier: lexQuoted(from: index)
        case .dollarString: lexDollarString(from: index)
        }
    }

    /// The byte at a distance; the line's end counts as a line feed.
    func peek(_ distance: Int) -> UInt8 {
        index + distance < end ? bytes[index + distance] : Byte.lineFeed
    }

    /// Emits the bytes from `start` to `index` as a token.
    mutating func emit(_ kind: TokenKind, from start: Int, isOpen: Bool = false) {
        guard start < index else { return }
        if joinsLast {
            joinsLast = false
            if let last = tokens.last, last.kind == kind, last.range.upperBound == start {
                tokens[tokens.count - 1].range = last.range.lowerBound..<index
                tokens[tokens.count - 1].isOpen = isOpen
                return
            }
        }
        tokens.append(Token(kind: kind, range: start..<index, isOpen: isOpen))
    }

    /// Emits the next `count` bytes as a token.
    mutating func take(_ count: Int, _ kind: TokenKind) {
        let start = index
        index = min(index + count, end)
        emit(kind, from: start)
    }

    mutating func takeWhile(_ kind: TokenKind, _ belongs: (UInt8) -> Bool) {
        let start = index
        while index < end, belongs(bytes[index]) { index += 1 }
        emit(kind, from: start)
    }

    /// Notes that a statement has text at `index`.
    mutating func beginStatement() {
        guard !state.isStarted else { return }
        state.isStarted = true
        statementStart = index
    }

    /// Ends the statement.
    mutating func endStatement() {
        state.isStarted = false
        statementStart = nil
        state.body.beginStatement()
    }

    /// Emits the letters from `start` to `index` as a word.
    mutating func emitWord(from start: Int) {
        let word = UnsafeBufferPointer(rebasing: bytes[start..<index])
        emit(Words.of(rules.dialect).isKeyword(word) ? .keyword : .identifier, from: start)
    }
}
