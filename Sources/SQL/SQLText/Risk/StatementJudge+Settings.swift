import SQLWire

extension StatementJudge {
    /// SET, RESET and DISCARD.
    func setting(_ verb: String) -> Finding {
        switch verb {
        case "discard":
            return Finding(
                .sets, .none, isWord(1, "all") ? [risk(.readOnlyUndone, "DISCARD ALL may turn read-only off")] : [])
        case "reset":
            if isMySQL { return Finding(.sets, writes: true, .none, [serverRisk]) }
            return Finding(
                .sets, .none,
                isWord(1, "all")
                    ? [risk(.readOnlyUndone, "RESET ALL may turn read-only off")] : readOnlyRisks(isReset: true))
        default: break
        }
        // MariaDB's SET STATEMENT … FOR executes the inner statement.
        if isMySQL, isWord(1, "statement"),
            let marker = range.first(where: { tokens.isWord($0, "for") && tokens.depths[$0] == 0 }),
            var inner = inner(from: marker + 1)
        {
            inner.risks += readOnlyRisks()
            return inner
        }
        var finding = Finding(.sets, setsTransaction, readOnlyRisks())
        if isWord(1, "password") || isWord(1, "default") && isWord(2, "role") {
            finding.risks.append(
                risk(.privileges, "SET \(tokens.word(verbIndex + 1).uppercased()) changes who may do what"))
        }
        if isMySQL, contains("global", "persist", "persist_only") || names.contains(where: isGlobal) {
            finding.risks.append(risk(.server, "SET GLOBAL changes the server"))
        }
        return finding
    }

    private func isGlobal(_ name: String) -> Bool {
        name.hasPrefix("@@global.") || name.hasPrefix("@@persist")
    }

    /// On MySQL `SET autocommit = 1` commits, and 0 lets the next statement begin a transaction.
    var setsTransaction: StatementEffect.Transaction {
        guard isMySQL, let index = range.first(where: { lastPart(name($0)) == "autocommit" }) else { return .none }
        let value = (index + 1..<range.upperBound).first { tokens.kind($0) != .operator }
        guard let value else { return .ends }
        return tokens.bytes(value) == [48] || tokens.isWord(value, "off") || tokens.isWord(value, "false")
            ? .begins : .ends
    }

    private var names: [String] { range.map(name) }

    /// A word, quoted name or variable in lower case, without quotes.
    private func name(_ index: Int) -> String {
        switch tokens.kind(index) {
        case .keyword, .identifier, .quotedIdentifier: tokens.functionName(index)
        case .parameter: String(decoding: tokens.bytes(index).map(Byte.lowered), as: UTF8.self)
        default: ""
        }
    }

    /// `transaction_read_only` of `@@session.transaction_read_only`.
    private func lastPart(_ name: String) -> String {
        String(name.split(whereSeparator: { $0 == "." || $0 == "@" }).last ?? "")
    }

    /// Whether the statement ends a read-only mode.
    func readOnlyRisks(isReset: Bool = false) -> [StatementRisk] {
        let settings: Set<String> = [
            "transaction_read_only", "default_transaction_read_only", "tx_read_only", "read_only", "super_read_only",
            "innodb_read_only",
        ]
        for index in range {
            if tokens.isWord(index, "read"), tokens.isWord(index + 1, "write") {
                return [risk(.readOnlyUndone, "READ WRITE turns read-only off")]
            }
            let setting = lastPart(name(index))
            guard settings.contains(setting), isReset || !isTurnedOn(after: index) else { continue }
            return [risk(.readOnlyUndone, "\(setting) is changed, which may turn read-only off")]
        }
        return []
    }

    /// `= on`, `TO true`, `= 1`
    private func isTurnedOn(after index: Int) -> Bool {
        var value = index + 1
        while tokens.kind(value) == .operator || tokens.isWord(value, "to") { value += 1 }
        guard value < range.upperBound else { return false }
        let text = String(decoding: tokens.bytes(value).map(Byte.lowered), as: UTF8.self)
        let isAlone = value + 1 >= range.upperBound || tokens.kind(value + 1) == .comma
        return isAlone && ["on", "true", "1", "yes", "'on'", "'true'", "'1'", "'yes'"].contains(text)
    }

    /// The risk of a statement that affects the server itself.
    var serverRisk: StatementRisk {
        let words = (verbIndex..<min(verbIndex + 2, range.upperBound)).map { tokens.word($0).uppercased() }
        return risk(.server, words.filter { !$0.isEmpty }.joined(separator: " ") + " touches the server")
    }

    /// `LOCK TABLE a, b`, MySQL's `LOCK TABLES a WRITE`.
    private var lockRisk: StatementRisk {
        var index = verbIndex + 1
        while ["table", "tables", "only"].contains(tokens.word(index)), tokens.isName(index + 1) { index += 1 }
        let (names, _) = tokens.names(at: min(index, range.upperBound))
        return risk(.tableLock, "LOCK TABLE keeps others out of \(names)", on: names)
    }

    /// BEGIN, COMMIT and similar statements.
    func transaction(_ verb: String) -> Finding {
        switch verb {
        case "begin" where isMySQL && isWord(1, "not"): return code(verb)
        case "begin": return Finding(.transaction, .begins, readOnlyRisks())
        case "start" where isWord(1, "transaction"): return Finding(.transaction, .begins, readOnlyRisks())
        case "start": return Finding(.sets, writes: true, .none, [serverRisk])
        case "rollback" where contains("to") || isWord(1, "prepared"): return Finding(.transaction)
        case "commit" where isWord(1, "prepared"): return Finding(.transaction, writes: true)
        case "commit", "rollback", "abort": return Finding(.transaction, .ends)
        case "end": return isMySQL ? code(verb) : Finding(.transaction, .ends)
        case "xa": return Finding(.transaction, isWord(1, "start") || isWord(1, "begin") ? .begins : .ends)
        case "lock", "unlock":
            if isWord(1, "instance") { return Finding(.sets, .none, [serverRisk]) }
            return Finding(.sets, isMySQL ? .ends : .none, verb == "lock" ? [lockRisk] : [])
        default: return Finding(.transaction)
        }
    }
}
