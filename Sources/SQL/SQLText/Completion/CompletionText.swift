import SQLScript
import SQLWire

/// The statement at a cursor, split at the cursor.
struct CompletionText {
    /// The statement's tokens without the word at the cursor.
    let tokens: SpokenTokens
    /// The number of tokens before the cursor.
    let cursor: Int
    /// The part of the word before the cursor, without its opening quote.
    let typed: [UInt8]
    /// Whether that word has an opening quote.
    let isQuoted: Bool
    /// The range of the word in the whole text.
    let replaced: Range<Int>
    /// Whether the cursor is in a string, a comment or a number, where there are no completions.
    let isDead: Bool
    /// Whether an empty line precedes the word, so that another statement may begin.
    let isBehindBlankLine: Bool
    /// The end of the word in the statement.
    private let wordEnd: Int

    init(text: [UInt8], cursor: Int, rules: LexRules) {
        let bounds = Self.statement(in: text, around: cursor, rules)
        let lexer = SQLLexer(rules: rules)
        let statement = Array(text[bounds])
        let position = cursor - bounds.lowerBound
        var before = lexer.lex(statement[..<position])
        let word = Self.word(at: position, in: statement, before.last)
        if word.range.lowerBound < position, !word.isDead { before.removeLast() }
        let after = lexer.lex(statement[word.range.upperBound...]).map { token in
            let shift = word.range.upperBound
            return Token(
                kind: token.kind, range: token.range.lowerBound + shift..<token.range.upperBound + shift,
                isOpen: token.isOpen)
        }
        let division = StatementDivision(text: statement, dialect: rules.dialect)
        let first = division.lastBeginning(in: before)
        let tail = after[..<division.firstBeginning(in: after)]
        let all = SpokenTokens(
            text: statement, tokens: Array(before[first...] + Array(tail)), dialect: rules.dialect,
            cursor: word.range.upperBound)
        tokens = all
        self.cursor = all.tokens.firstIndex { $0.range.lowerBound >= word.range.upperBound } ?? all.count
        let space = before.reversed().prefix { $0.kind == .whitespace }
        isBehindBlankLine = space.reduce(0) { $0 + statement[$1.range].count { $0 == Byte.lineFeed } } > 1
        wordEnd = word.range.upperBound
        isQuoted = word.isQuoted
        isDead = word.isDead
        typed = Array(statement[word.range.lowerBound + (word.isQuoted ? 1 : 0)..<position])
        replaced = word.range.lowerBound + bounds.lowerBound..<word.range.upperBound + bounds.lowerBound
    }

    /// The range of the statement at the cursor; empty at the cursor when there is none.
    static func statement(in text: [UInt8], around cursor: Int, _ rules: LexRules) -> Range<Int> {
        var start = 0
        var end = cursor
        for item in StatementRanges(of: text, rules: rules).all {
            guard case .statement(let statement) = item.item else {
                // MySQL's `use other;` ends like a statement.
                let isWord = rules.dialect == .mysql && text[item.range].first != Byte.backslash
                if isWord, item.range.lowerBound >= start, item.range.upperBound <= cursor {
                    start = item.range.upperBound
                }
                continue
            }
            let isComplete = statement.ending != .endOfInput
            if isComplete, item.range.upperBound <= cursor {
                start = item.data?.upperBound ?? item.range.upperBound
            } else if item.range.lowerBound <= cursor {
                end = max(cursor, item.range.upperBound)
            } else {
                break
            }
        }
        return min(start, cursor)..<end
    }

    private static func word(
        at position: Int, in statement: [UInt8], _ last: Token?
    ) -> (range: Range<Int>, isQuoted: Bool, isDead: Bool) {
        let nothing = position..<position
        guard let last else { return (nothing, false, false) }
        let isPart = { (byte: UInt8) in Byte.isLetter(byte) || Byte.isDigit(byte) || byte == Byte.dollar }
        let rest = statement[position...].prefix(while: isPart)
        switch last.kind {
        case .keyword, .identifier: return (last.range.lowerBound..<rest.endIndex, false, false)
        case .quotedIdentifier where last.isOpen:
            // The closing quote, if it follows the word.
            let quote = statement[last.range.lowerBound]
            let isClosed = rest.endIndex < statement.count && statement[rest.endIndex] == quote
            let isPlain = quote == Byte.doubleQuote || quote == Byte.backquote
            return (last.range.lowerBound..<(isClosed ? rest.endIndex + 1 : position), true, !isPlain)
        case .string, .dollarString, .blockComment: return (nothing, false, last.isOpen || last.kind != .blockComment)
        case .lineComment, .number, .parameter, .quotedIdentifier: return (nothing, false, true)
        default: return (nothing, false, false)
        }
    }
}

/// Finds where a statement seems to begin although the previous one has no end: after an empty line.
struct StatementDivision {
    let text: [UInt8]
    let dialect: Dialect

    private static let verbs: Set<String> = [
        "select", "insert", "update", "delete", "with", "create", "alter", "drop", "truncate", "explain", "merge",
        "begin", "commit", "rollback", "grant", "revoke", "show", "set", "call", "vacuum", "analyze",
    ]
    /// Statements that a query may follow as a part.
    private static let openers: Set<String> = ["with", "insert", "create", "explain", "prepare", "declare", "copy"]

    /// The index of the first token of the last statement.
    func lastBeginning(in tokens: [Token]) -> Int {
        beginnings(in: tokens, isFromStart: true).last ?? 0
    }

    /// The index of the first token of the first statement after an empty line, or the number of tokens.
    func firstBeginning(in tokens: [Token]) -> Int {
        beginnings(in: tokens, isFromStart: false).first ?? tokens.count
    }

    /// Whether a verb continues the statement that began with `first`.
    private func follows(_ word: String, _ first: String, _ last: String) -> Bool {
        Self.openers.contains(first) && word != first
            || ["union", "all", "except", "intersect", "as", "("].contains(last)
    }

    private func beginnings(in tokens: [Token], isFromStart: Bool) -> [Int] {
        var found: [Int] = []
        var (lineFeeds, depth) = (0, 0)
        var (first, last) = ("", "")
        for (index, token) in tokens.enumerated() {
            if token.kind == .whitespace {
                lineFeeds += text[token.range].count { $0 == Byte.lineFeed }
                continue
            }
            if token.kind == .lineComment || token.kind == .blockComment { continue }
            let word =
                token.kind == .keyword ? String(decoding: text[token.range].map(Byte.lowered), as: UTF8.self) : ""
            if lineFeeds > 1, depth <= 0, Self.verbs.contains(word), !follows(word, first, last),
                !(isFromStart && first.isEmpty)
            {
                found.append(index)
                first = ""
            }
            if first.isEmpty { first = word.isEmpty ? " " : word }
            if token.kind == .openParenthesis { depth += 1 }
            if token.kind == .closeParenthesis { depth -= 1 }
            last = token.kind == .openParenthesis ? "(" : word
            lineFeeds = 0
        }
        return found
    }
}

extension CompletionText {
    /// Whether to write keywords in capitals, like the typed text or the last keyword before it.
    var hasUpperKeywords: Bool {
        let letters = typed.filter { Byte.lowered($0) &- 97 < 26 }
        if !letters.isEmpty { return letters.allSatisfy { $0 &- 65 < 26 } }
        let words = Words.of(tokens.dialect)
        let last = (0..<cursor).last { index in
            tokens.kind(index) == .keyword && words.meaning(of: tokens.word(index)).contains(.reserved)
        }
        return last.map { tokens.bytes($0).allSatisfy { $0 &- 65 < 26 || $0 == 95 } } ?? false
    }

    /// Whether a parenthesis follows, so that a function needs none.
    var isCalled: Bool {
        tokens.kind(cursor) == .openParenthesis
            && cursor < tokens.count && tokens.tokens[cursor].range.lowerBound == wordEnd
    }
}
