import SQLWire

/// A call of a function with more effects than its statement's verb shows.
struct RiskyCall {
    /// The function's name in lower case, without its schema.
    let name: String
    /// The reason for a confirmation, whatever the statement does.
    var risk: StatementRisk?
    /// Whether it changes stored data, the server or another session.
    var writes = false
    /// Whether it makes other sessions wait.
    var locks = false

    /// The risky calls in a range of tokens.
    static func all(in range: Range<Int>, of tokens: SpokenTokens) -> [RiskyCall] {
        range.compactMap { index in
            if let sequence = nextValue(at: index, tokens) { return sequence }
            guard tokens.isName(index), tokens.kind(index + 1) == .openParenthesis else { return nil }
            return call(of: tokens.functionName(index), at: index, tokens)
        }
    }

    private static func call(of name: String, at index: Int, _ tokens: SpokenTokens) -> RiskyCall? {
        func found(_ kind: StatementRisk.Kind, _ sentence: String) -> RiskyCall {
            RiskyCall(
                name: name, risk: StatementRisk(kind: kind, target: name, sentence: "\(name)() \(sentence)"),
                writes: true)
        }
        switch RiskyFunctions.kind(of: name) {
        case .server: return found(.server, "changes the server or other sessions")
        case .code: return found(.unknownCode, "runs SQL or code that this check cannot see")
        case .query:
            guard !readsOnly(at: index, tokens) else { return nil }
            return found(.unknownCode, "runs SQL that this check cannot see")
        case .files: return found(.fileTransfer, "reads or writes files")
        case .writer: return RiskyCall(name: name, writes: true)
        case .locker: return RiskyCall(name: name, locks: true)
        case .setting: return setConfig(at: index, tokens)
        case nil: return nil
        }
    }

    /// MariaDB's `NEXT VALUE FOR s`, which does not look like a call.
    private static func nextValue(at index: Int, _ tokens: SpokenTokens) -> RiskyCall? {
        guard tokens.dialect == .mysql, tokens.isWord(index, "next"), tokens.isWord(index + 1, "value"),
            tokens.isWord(index + 2, "for")
        else { return nil }
        return RiskyCall(name: "next value for", writes: true)
    }

    /// Whether the first argument is a plain string with a read-only query: `ts_stat('select …')`.
    private static func readsOnly(at index: Int, _ tokens: SpokenTokens) -> Bool {
        guard tokens.kind(index + 2) == .string || tokens.kind(index + 2) == .dollarString,
            tokens.kind(index + 3) == .comma || tokens.kind(index + 3) == .closeParenthesis,
            let query = StringLiteral.value(of: tokens.bytes(index + 2))
        else { return false }
        let effects = StatementEffect.all(in: query, rules: LexRules(dialect: tokens.dialect, isSentText: true))
        return effects.allSatisfy { $0.kind == .reads && !$0.writes && $0.risks.isEmpty }
    }

    /// `set_config('transaction_read_only', 'off', false)`
    private static func setConfig(at index: Int, _ tokens: SpokenTokens) -> RiskyCall? {
        let isLiteral = tokens.kind(index + 2) == .string && tokens.kind(index + 3) == .comma
        let setting = String(decoding: tokens.bytes(index + 2).map(Byte.lowered), as: UTF8.self)
        let value = String(decoding: tokens.bytes(index + 4).map(Byte.lowered), as: UTF8.self)
        let isPlain = setting.hasPrefix("'") && !setting.contains("\\")
        if isLiteral, isPlain, !setting.contains("read_only") { return nil }
        if isLiteral, isPlain, ["'on'", "'true'", "'1'"].contains(value), tokens.kind(index + 5) == .comma {
            return nil
        }
        return RiskyCall(
            name: "set_config",
            risk: StatementRisk(kind: .readOnlyUndone, target: "", sentence: "set_config() may turn read-only off"))
    }
}
