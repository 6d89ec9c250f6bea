import SQLWire

/// Finds statements in a text that would turn off the session's read-only mode, or write around it.
///
/// The server refuses writes in a read-only session but lets every session turn the mode off. Such statements are found
/// here, before they are sent. Code that is not in the text, a routine on the server, is not examined: such calls are
/// refused where the server would let them end the read-only transaction.
public struct ReadOnlyJudge {
    private let tokens: SpokenTokens
    private let level: Int

    /// Why a read-only session must not send the text, as a sentence without a full stop; nil when it may. In doubt,
    /// the text is refused.
    ///
    /// - Parameters:
    ///   - rules: The session's current lexical rules.
    ///   - isInTransaction: Whether a transaction is open, in which PostgreSQL keeps the mode to its end.
    public static func refusal(of text: [UInt8], rules: LexRules, isInTransaction: Bool) -> String? {
        refusal(of: text, rules: rules, isInTransaction: isInTransaction, level: 3)
    }

    private static func refusal(of text: [UInt8], rules: LexRules, isInTransaction: Bool, level: Int) -> String? {
        guard level > 0 else { return "the text is nested too deeply to be checked" }
        for rules in readings(of: text, rules) {
            let tokens = SpokenTokens(text: text, rules: rules)
            for tokens in [tokens] + tokens.otherReadings {
                let judge = ReadOnlyJudge(tokens: tokens, level: level)
                if let reason = judge.refusal(isInTransaction: isInTransaction) { return reason }
            }
        }
        return nil
    }

    /// Whether a text is more than a query about MySQL's last statement, whose answer another statement before it would
    /// change.
    public static func mayWrite(_ text: [UInt8]) -> Bool {
        let tokens = SpokenTokens(text: text, rules: LexRules(dialect: .mysql, isSentText: true))
        guard tokens.statements().count == 1, !tokens.hasConditionals else { return true }
        if ["show", "get", "help", "use"].contains(tokens.word(0)) { return false }
        let looks: Set<String> = [
            "found_rows", "row_count", "last_insert_id", "@@warning_count", "@@error_count", "@@last_insert_id",
        ]
        let isLook = (0..<tokens.count).contains { index in
            looks.contains(String(decoding: tokens.bytes(index).map(Byte.lowered), as: UTF8.self))
        }
        return !(tokens.isWord(0, "select") && isLook && tokens.count < 32)
    }

    /// The rules that the server may apply to the text: on MySQL an earlier statement of the text can change them.
    private static func readings(of text: [UInt8], _ rules: LexRules) -> [LexRules] {
        var rules = rules
        rules.isSentText = true
        guard rules.dialect == .mysql else { return [rules] }
        var all = [rules]
        if text.contains(Byte.doubleQuote) {
            rules.hasANSIQuotes.toggle()
            all.append(rules)
        }
        if text.contains(Byte.backslash) {
            all += all.map { reading in
                var reading = reading
                reading.hasBackslashEscapes.toggle()
                return reading
            }
        }
        return all
    }

    private var isMySQL: Bool { tokens.dialect == .mysql }

    private func refusal(isInTransaction: Bool) -> String? {
        var isInTransaction = isInTransaction
        var hasEnded = false
        for range in tokens.statements() {
            let judge = StatementJudge(tokens: tokens, range: range)
            let effect = judge.effect
            if let undone = effect.risks.first(where: { $0.kind == .readOnlyUndone }) { return undone.sentence }
            let reason =
                isMySQL
                ? mySQLRefusal(range, effect.verb, judge, isInTransaction)
                : postgreSQLRefusal(range, effect.verb, judge, isInTransaction)
            if let reason { return reason }
            if hasEnded, effect.writes { return "\(effect.verb.uppercased()) stands behind the end of a transaction" }
            switch effect.transaction {
            case .begins: isInTransaction = true
            case .ends: (isInTransaction, hasEnded) = (false, true)
            case .none: break
            }
        }
        return nil
    }

    private func postgreSQLRefusal(
        _ range: Range<Int>, _ verb: String, _ judge: StatementJudge, _ isInTransaction: Bool
    ) -> String? {
        if verb == "commit" || verb == "rollback", judge.isWord(1, "prepared") {
            return "\(verb.uppercased()) PREPARED ends the transaction of another session"
        }
        // Rewrite rules of this view turn an UPDATE into set_config().
        if judge.contains("update"), range.contains(where: { tokens.functionName($0) == "pg_settings" }) {
            return "an UPDATE of pg_settings may turn read-only off"
        }
        if verb == "do" { return block(range, isInTransaction) }
        if verb == "call", !isInTransaction {
            return "a procedure may end its transaction and write in the next one: call it between BEGIN and ROLLBACK"
        }
        return nil
    }

    /// Words in a DO block that end the read-only mode, anywhere in it.
    private static let leaving = ["read_only", "read write", "set_config", "pg_settings", "reset all", "discard all"]
    /// Words that may end the surrounding transaction.
    private static let ending: Set<String> = ["commit", "rollback", "call", "execute"]

    private func block(_ range: Range<Int>, _ isInTransaction: Bool) -> String? {
        let strings = range.filter { tokens.kind($0) == .string || tokens.kind($0) == .dollarString }
        let language = range.first { tokens.isWord($0, "language") }.map { tokens.functionName($0 + 1) }
        let isPlain = strings.allSatisfy { index in
            let first = tokens.bytes(index).first
            return first == Byte.dollar || first == Byte.quote && !tokens.bytes(index).contains(Byte.backslash)
        }
        guard isPlain else { return "a DO block with escapes in its text cannot be checked" }
        for index in strings {
            guard let code = StringLiteral.value(of: tokens.bytes(index)) else { return "a DO block is not closed" }
            let text = String(decoding: code.map { $0 <= Byte.space ? Byte.space : Byte.lowered($0) }, as: UTF8.self)
            let words = text.split(separator: " ").joined(separator: " ")
            if let found = Self.leaving.first(where: words.contains) { return "a DO block with \(found) in it" }
            guard !isInTransaction else { continue }
            guard [nil, "plpgsql"].contains(language) else {
                return "a DO block of another language than plpgsql cannot be checked"
            }
            let inner = SpokenTokens(text: code, rules: LexRules(dialect: .postgresql, isSentText: true))
            if let found = (0..<inner.count).map(inner.word).first(where: Self.ending.contains) {
                return "a DO block with \(found.uppercased()) in it may write in another transaction"
            }
        }
        return nil
    }

    /// Procedures of Aurora MySQL that end another session or its statement.
    private static let harmlessProcedures: Set<String> = ["rds_kill", "rds_kill_query"]

    private func mySQLRefusal(
        _ range: Range<Int>, _ verb: String, _ judge: StatementJudge, _ isInTransaction: Bool
    ) -> String? {
        // CALL is a reserved word: it is a name only after a dot.
        for index in range where tokens.kind(index - 1) != .dot {
            if tokens.isWord(index, "call"), tokens.isName(index + 1), !isHarmlessCall(index) {
                return "a procedure may turn read-only off and write"
            }
            if tokens.isWord(index, "execute"), tokens.isWord(index + 1, "immediate") {
                return prepared(range, index + 2)
            }
        }
        if verb == "prepare" {
            let from = range.first { tokens.isWord($0, "from") } ?? range.upperBound
            return prepared(range, from + 1)
        }
        let blocks: Set<String> = ["if", "case", "loop", "while", "repeat", "for", "declare"]
        let isLabelled = tokens.bytes(judge.verbIndex + 1).first == Byte.colon
        // `BEGIN NOT ATOMIC`, and Oracle mode's plain `BEGIN`.
        let isBlock = verb == "begin" && judge.verbIndex + 1 < range.upperBound && !judge.isWord(1, "work")
        if blocks.contains(verb) || isLabelled || isBlock
            || tokens.bytes(range.lowerBound).first == UInt8(ascii: "<")
        {
            return "a block may turn read-only off and write"
        }
        let isOnePhase = range.contains { tokens.isWord($0, "one") && tokens.isWord($0 + 1, "phase") }
        if verb == "xa", judge.isWord(1, "commit") || judge.isWord(1, "rollback"), !isOnePhase, !isInTransaction {
            return "XA COMMIT and XA ROLLBACK may end the transaction of another session"
        }
        return nil
    }

    private func isHarmlessCall(_ index: Int) -> Bool {
        tokens.isWord(index + 1, "mysql") && tokens.kind(index + 2) == .dot
            && Self.harmlessProcedures.contains(tokens.word(index + 3))
    }

    /// The text of a prepared string; any other expression may be any statement.
    private func prepared(_ range: Range<Int>, _ index: Int) -> String? {
        let next = tokens.kind(index + 1)
        let isAlone = index + 1 >= range.upperBound || tokens.isWord(index + 1, "using")
        guard index < range.upperBound, tokens.kind(index) == .string, isAlone, next != .string else {
            return "a statement that is prepared from other than one string cannot be checked"
        }
        for hasBackslashEscapes in [true, false] {
            guard
                let text = StringLiteral.value(of: tokens.bytes(index), hasBackslashEscapes: hasBackslashEscapes)
            else { return "a statement that is prepared cannot be read" }
            let rules = LexRules(dialect: .mysql, hasBackslashEscapes: hasBackslashEscapes)
            // On MySQL an open transaction does not keep the mode.
            if let reason = Self.refusal(of: text, rules: rules, isInTransaction: false, level: level - 1) {
                return reason
            }
        }
        return nil
    }
}
