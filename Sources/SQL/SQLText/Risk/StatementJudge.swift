import SQLWire

/// Determines the effect of one statement.
struct StatementJudge {
    let tokens: SpokenTokens
    let range: Range<Int>
    /// The maximum nesting of statements: `EXPLAIN ANALYZE EXPLAIN …`.
    var level = 5

    var isMySQL: Bool { tokens.dialect == .mysql }
    var start: Int { range.lowerBound }
    /// The statement's first word after opening parentheses.
    var verbIndex: Int { range.first { tokens.kind($0) != .openParenthesis } ?? start }

    /// The first result, before function calls are considered.
    struct Finding {
        var kind: StatementEffect.Kind
        var writes: Bool
        var locks = false
        var transaction = StatementEffect.Transaction.none
        var risks: [StatementRisk] = []
        /// Whether its functions are called; a plain EXPLAIN calls none that writes.
        var isRun = true
        /// Whether EXPLAIN ANALYZE executes it.
        var isMeasured = false

        init(
            _ kind: StatementEffect.Kind, writes: Bool? = nil, _ transaction: StatementEffect.Transaction = .none,
            _ risks: [StatementRisk] = []
        ) {
            self.kind = kind
            self.writes = writes ?? [.writes, .defines, .unknown].contains(kind)
            self.transaction = transaction
            self.risks = risks
        }
    }

    var effect: StatementEffect {
        let finding = finding
        let calls = finding.isRun ? RiskyCall.all(in: range, of: tokens) : []
        let first = tokens.tokens[range.lowerBound].range.lowerBound
        let last = tokens.tokens[range.upperBound - 1].range.upperBound
        var effect = StatementEffect(
            kind: finding.kind, writes: finding.writes || calls.contains(where: \.writes),
            locks: finding.locks || calls.contains(where: \.locks), transaction: finding.transaction,
            commitsImplicitly: commitsImplicitly, risks: finding.risks + calls.compactMap(\.risk),
            verb: tokens.word(verbIndex), range: first..<last)
        if finding.kind == .reads || finding.kind == .sets,
            let writer = calls.first(where: { $0.writes && $0.risk == nil })
        {
            effect.risks.append(risk(.functionWrites, "\(writer.name)() changes what is stored", on: writer.name))
        }
        if finding.isMeasured, effect.risks.isEmpty, effect.writes || effect.locks {
            let does = effect.writes ? "which writes" : "which locks rows"
            effect.risks.append(risk(.measured, "EXPLAIN ANALYZE runs the statement, \(does)"))
        }
        return effect
    }

    func isWord(_ distance: Int, _ word: StaticString) -> Bool {
        verbIndex + distance < range.upperBound && tokens.isWord(verbIndex + distance, word)
    }

    /// Whether the statement contains one of `words`.
    func contains(_ words: String...) -> Bool {
        range.contains { words.contains(tokens.word($0)) }
    }

    func risk(_ kind: StatementRisk.Kind, _ sentence: String, on target: String = "") -> StatementRisk {
        StatementRisk(kind: kind, target: target, sentence: SpokenTokens.harmless(sentence))
    }

    /// The inner statement that begins at `index`.
    func inner(from index: Int) -> Finding? {
        guard index < range.upperBound else { return nil }
        guard level > 0 else { return code("explain") }
        return StatementJudge(tokens: tokens, range: index..<range.upperBound, level: level - 1).finding
    }

    private var finding: Finding {
        let verb = tokens.word(verbIndex)
        switch verb {
        case "select", "values", "table", "with", "insert", "update", "delete", "merge", "replace": return rows(verb)
        case "truncate", "copy", "load", "import", "refresh", "handler": return bulk(verb)
        case "create", "drop", "alter", "rename", "comment", "security", "grant", "revoke", "reassign":
            return definition(verb)
        case "begin", "start", "commit", "rollback", "end", "abort", "savepoint", "release", "xa", "lock", "unlock":
            return transaction(verb)
        case "set", "reset", "discard": return setting(verb)
        case "explain", "describe", "desc", "analyze", "analyse": return explanation(verb)
        case "prepare", "execute", "call", "do", "deallocate", "declare": return code(verb)
        default: return upkeep(verb)
        }
    }

    /// SELECT and statements that change rows.
    private func rows(_ verb: String) -> Finding {
        let changes = RowChange.all(in: range, of: tokens)
        var finding = Finding(changes.isEmpty ? .reads : .writes, .none, changes.compactMap(\.risk))
        finding.locks = range.contains { locksRows($0) }
        if ["insert", "update", "delete", "merge", "replace"].contains(verb) { finding = madeWriting(finding) }
        if let into = range.first(where: { tokens.isWord($0, "into") && tokens.depths[$0] == tokens.depths[verbIndex] }
        ),
            verb == "select" || verb == "with", changes.isEmpty
        {
            if tokens.isWord(into + 1, "outfile") || tokens.isWord(into + 1, "dumpfile") {
                finding.risks.append(risk(.fileTransfer, "SELECT into a file on the server"))
            } else if !isMySQL {
                finding.kind = .defines
                finding.writes = true
            }
        }
        return finding
    }

    /// `FOR UPDATE`, `FOR NO KEY UPDATE`, `FOR SHARE`, `FOR KEY SHARE`, MySQL's `LOCK IN SHARE MODE`.
    private func locksRows(_ index: Int) -> Bool {
        if isMySQL, tokens.isWord(index, "lock"), tokens.isWord(index + 1, "in"), tokens.isWord(index + 2, "share") {
            return true
        }
        guard tokens.isWord(index, "for") else { return false }
        var next = index + 1
        while tokens.isWord(next, "no") || tokens.isWord(next, "key") { next += 1 }
        return tokens.isWord(next, "update") || tokens.isWord(next, "share")
    }

    private func madeWriting(_ finding: Finding) -> Finding {
        var finding = finding
        finding.kind = .writes
        finding.writes = true
        return finding
    }

    /// EXPLAIN and similar statements execute the statement only to measure it.
    private func explanation(_ verb: String) -> Finding {
        if verb.hasPrefix("analy") { return analysis }
        var index = verbIndex + 1
        var runs = false
        if tokens.kind(index) == .openParenthesis, !isMySQL {
            let end = tokens.endOfGroup(around: index, limit: range.upperBound)
            runs = (index..<end).contains { isAnalyze($0) && !isOff($0 + 1) }
            index = end + 1
        }
        while index < range.upperBound, isOption(index) {
            runs = runs || isAnalyze(index)
            index += 1
        }
        guard runs else {
            var finding = Finding(.reads)
            finding.isRun = false
            return finding
        }
        return measured(from: index)
    }

    /// MariaDB's `ANALYZE` before a statement measures it; any other `ANALYZE` updates table statistics.
    private var analysis: Finding {
        guard isMySQL else { return Finding(.reads, writes: true) }
        var index = verbIndex + 1
        while index < range.upperBound, isOption(index) { index += 1 }
        let isOfTables = ["table", "tables", "local", "no_write_to_binlog"].contains(tokens.word(index))
        guard index < range.upperBound, !isOfTables || index > verbIndex + 1 else {
            return Finding(.reads, writes: true, .ends)
        }
        return measured(from: index)
    }

    /// A measured statement has all its usual effects.
    private func measured(from index: Int) -> Finding {
        guard var finding = inner(from: index) else { return Finding(.reads) }
        if finding.kind == .unknown, finding.risks.isEmpty { finding = code("explain analyze") }
        finding.isMeasured = true
        return finding
    }

    private func isAnalyze(_ index: Int) -> Bool {
        let isName = tokens.kind(index) == .quotedIdentifier && tokens.unquoted(index) == "analyze"
        return isName || tokens.isWord(index, "analyze") || tokens.isWord(index, "analyse")
    }

    func isOff(_ index: Int) -> Bool {
        tokens.isWord(index, "off") || tokens.isWord(index, "false") || tokens.bytes(index) == [48]
    }

    /// `ANALYZE VERBOSE`, `EXTENDED`, `PARTITIONS`, `FORMAT = JSON`, `INTO @plan`.
    private func isOption(_ index: Int) -> Bool {
        isAnalyze(index)
            || ["verbose", "extended", "partitions", "format", "json", "tree", "traditional"].contains(
                tokens.word(index))
            || tokens.kind(index) == .operator || tokens.kind(index) == .string
            || isMySQL && (tokens.kind(index) == .parameter || tokens.isWord(index, "into"))
    }
}
