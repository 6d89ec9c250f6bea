import SQLWire

extension StatementJudge {
    /// Statements that move many rows at once.
    func bulk(_ verb: String) -> Finding {
        switch verb {
        case "truncate":
            var index = verbIndex + 1
            while ["table", "only"].contains(tokens.word(index)), tokens.isName(index + 1) { index += 1 }
            let (names, _) = tokens.names(at: index)
            return Finding(
                .writes, isMySQL ? .ends : .none, [risk(.truncate, "TRUNCATE \(names)", on: names)])
        case "copy": return copy
        case "load" where isMySQL: return load
        case "load": return Finding(.sets, writes: true, .none, [serverRisk])
        case "import" where isWord(1, "table"): return Finding(.defines, .ends)
        case "import": return Finding(.defines)
        case "handler": return Finding(.reads)
        default: return Finding(.writes, .none, refreshRisks)
        }
    }

    /// `REFRESH MATERIALIZED VIEW v`
    private var refreshRisks: [StatementRisk] {
        guard !isWord(3, "concurrently") else { return [] }
        let (names, _) = tokens.names(at: min(verbIndex + 3, range.upperBound))
        return [risk(.tableLock, "REFRESH MATERIALIZED VIEW keeps others out of \(names)", on: names)]
    }

    private var copy: Finding {
        let depth = tokens.depths[verbIndex]
        let changes = RowChange.all(in: verbIndex + 1..<range.upperBound, of: tokens)
        let (names, end) = tokens.names(at: verbIndex + 1)
        let isFrom = (end..<range.upperBound).contains { tokens.isWord($0, "from") && tokens.depths[$0] == depth }
        var finding = Finding(isFrom || !changes.isEmpty ? .writes : .reads, .none, changes.compactMap(\.risk))
        if isFrom { finding.risks.append(risk(.fileTransfer, "COPY FROM writes into \(names)", on: names)) }
        let isToFile =
            !isFrom
            && (end..<range.upperBound).contains { index in
                tokens.isWord(index, "to") && tokens.depths[index] == depth && !tokens.isWord(index + 1, "stdout")
            }
        if isToFile {
            finding.writes = true
            finding.risks.append(risk(.fileTransfer, "COPY TO a file or program on the server", on: names))
        }
        return finding
    }

    private var load: Finding {
        guard isWord(1, "data") || isWord(1, "xml") else { return Finding(.sets) }
        let table = range.first { tokens.isWord($0, "into") && tokens.isWord($0 + 1, "table") }
        let names = table.map { tokens.names(at: $0 + 2).text } ?? ""
        return Finding(.writes, .none, [risk(.fileTransfer, "LOAD DATA writes into \(names)", on: names)])
    }

    /// Statements that run code not contained in the text.
    func code(_ verb: String) -> Finding {
        switch verb {
        case "prepare":
            if isWord(1, "transaction") { return Finding(.transaction, .ends) }
            guard let marker = range.first(where: { tokens.isWord($0, "as") && tokens.depths[$0] == 0 }),
                let inner = inner(from: marker + 1)
            else { return Finding(.sets) }
            return Finding(.sets, .none, inner.risks)
        case "declare" where !isMySQL: return Finding(.reads)
        case "deallocate": return Finding(.sets)
        case "do": return Finding(.unknown, .none, [risk(.unknownCode, "DO runs code that this check cannot see")])
        case "call", "execute":
            let (name, _) = tokens.names(at: verbIndex + 1)
            let sentence = "\(verb.uppercased()) \(name) runs code that this check cannot see"
            return Finding(.unknown, .none, [risk(.unknownCode, sentence, on: name)])
        default: return Finding(.unknown, .none, [risk(.unknownCode, "\(verb.uppercased()) may do anything")])
        }
    }

    /// Statements that lock a table while they rewrite it.
    private func rewriteRisks(_ verb: String) -> [StatementRisk] {
        switch verb {
        case "vacuum":
            guard hasOption("full") || isWord(1, "full") else { return [] }
            return [rewriteRisk("vacuum full", skipping: ["full", "freeze", "verbose", "analyze"])]
        case "reindex", "repack":
            let isConcurrent =
                hasOption("concurrently") || isConcurrentBehindOptions
                || tokens.kind(verbIndex + 1) != .openParenthesis && isWord(2, "concurrently")
            return isConcurrent ? [] : [rewriteRisk(verb, skipping: ["verbose"])]
        case "cluster": return [rewriteRisk(verb, skipping: ["verbose"])]
        default: return []
        }
    }

    /// `REINDEX (VERBOSE) TABLE CONCURRENTLY t`
    private var isConcurrentBehindOptions: Bool {
        guard tokens.kind(verbIndex + 1) == .openParenthesis else { return false }
        let end = tokens.endOfGroup(around: verbIndex + 1, limit: range.upperBound)
        return tokens.isWord(end + 2, "concurrently")
    }

    /// Whether the options in parentheses contain `name`, and do not turn it off.
    private func hasOption(_ name: String) -> Bool {
        guard tokens.kind(verbIndex + 1) == .openParenthesis else { return false }
        let options = verbIndex + 1..<tokens.endOfGroup(around: verbIndex + 1, limit: range.upperBound)
        return options.contains { tokens.word($0) == name && !isOff($0 + 1) }
    }

    private func rewriteRisk(_ verb: String, skipping words: Set<String>) -> StatementRisk {
        var index = verbIndex + 1
        if tokens.kind(index) == .openParenthesis {
            index = tokens.endOfGroup(around: index + 1, limit: range.upperBound) + 1
        }
        let kinds: Set<String> = [
            "table", "index", "schema", "database", "system", "concurrently", "local", "no_write_to_binlog",
        ]
        while index < range.upperBound, words.contains(tokens.word(index)) || kinds.contains(tokens.word(index)) {
            index += 1
        }
        let (names, _) = tokens.names(at: min(index, range.upperBound))
        let on = names.isEmpty ? "all that is there" : names
        return risk(.tableLock, "\(verb.uppercased()) writes \(on) anew and keeps others out", on: names)
    }

    /// All other statements, and text that is no statement.
    func upkeep(_ verb: String) -> Finding {
        switch verb {
        case "show", "use", "help", "fetch", "move", "close", "check", "checksum", "cache", "listen", "unlisten",
            "notify", "signal", "resignal", "get", "wait":
            return Finding(verb == "use" ? .sets : .reads)
        case "vacuum", "cluster", "reindex", "repack", "checkpoint":
            return Finding(.writes, .none, rewriteRisks(verb))
        case "optimize", "repair": return Finding(.writes, .ends, [rewriteRisk(verb, skipping: ["table", "local"])])
        case "kill", "shutdown", "restart", "flush", "purge", "change", "stop", "clone", "install", "uninstall",
            "binlog", "backup":
            return Finding(.sets, writes: true, .none, [serverRisk])
        case "if", "case", "loop", "while", "repeat", "for": return isMySQL ? code(verb) : refused
        default: return isBlock ? code(verb.isEmpty ? "this block" : verb) : refused
        }
    }

    /// No statement of this engine begins like this: the server rejects it, so no confirmation is needed.
    private var refused: Finding { Finding(.unknown, writes: false) }

    /// Whether it may be a labelled block, `x: BEGIN NOT ATOMIC …` or `<<x>> BEGIN …`, or begins differently on servers
    /// that skip a part of it.
    private var isBlock: Bool {
        guard isMySQL else { return false }
        return tokens.hasConditionals || tokens.isName(verbIndex) && tokens.bytes(verbIndex + 1).first == Byte.colon
            || tokens.bytes(start).first == UInt8(ascii: "<")
    }
}
