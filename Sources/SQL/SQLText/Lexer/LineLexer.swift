import SQLCore

/// Takes one line apart after another.
struct LineLexer {
    let bytes: UnsafeBufferPointer<UInt8>
    let rules: LexRules
    var state: LexState
    var tokens: [Token] = []
    /// Everything before it has its token.
    var index = 0
    /// The next token goes on with the last one, which the line before left open.
    var joinsLast = false
    /// Where the line begins.
    private(set) var start = 0
    /// Where the line ends, behind its line feed.
    private(set) var end = 0

    /// What a comment is that MySQL's server reads; its client forgets it at the line's end.
    enum ServerComment { case none, conditional, hint }
    var serverComment = ServerComment.none
    /// Where the statement begins, if it does in this line.
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

    /// The byte at a distance; the line's end is a line feed.
    func peek(_ distance: Int) -> UInt8 {
        index + distance < end ? bytes[index + distance] : Byte.lineFeed
    }

    /// The bytes from `start` up to `index` are a token.
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

    /// The next `count` bytes are a token.
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

    /// What is not space or a comment stands at `index`.
    mutating func beginStatement() {
        guard !state.isStarted else { return }
        state.isStarted = true
        statementStart = index
    }

    /// The statement is complete.
    mutating func endStatement() {
        state.isStarted = false
        statementStart = nil
        state.body.beginStatement()
    }

    /// A word of letters from `start` up to `index`.
    mutating func emitWord(from start: Int) {
        let word = UnsafeBufferPointer(rebasing: bytes[start..<index])
        emit(Words.of(rules.dialect).isKeyword(word) ? .keyword : .identifier, from: start)
    }
}
