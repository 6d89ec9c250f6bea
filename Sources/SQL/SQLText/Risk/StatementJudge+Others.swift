import SQLCore

extension StatementJudge {
    /// What moves many rows at once.
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
        default: return Finding(.writes)
        }
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

    /// What runs code that the text does not show.
    func code(_ verb: String) -> Finding {
        switch verb {
        case "prepare":
            if isWord(1, "transaction") { return Finding(.transaction, .ends) }
            guard let marker = range.first(where: { tokens.isWord($0, "as") && tokens.depths[$0] == 0 }),
                let inner = inner(from: marker + 1)
            else { return Finding(.sets) }
            return Finding(.sets, .none, inner.risks)
        case "deallocate", "declare": return Finding(verb == "declare" ? .reads : .sets)
        case "do": return Finding(.unknown, .none, [risk(.unknownCode, "DO runs code that is not looked into")])
        case "call", "execute":
            let (name, _) = tokens.names(at: verbIndex + 1)
            let sentence = "\(verb.uppercased()) \(name) runs what its text does not tell"
            return Finding(.unknown, .none, [risk(.unknownCode, sentence, on: name)])
        default: return Finding(.unknown, .none, [risk(.unknownCode, "\(verb.uppercased()) may do anything")])
        }
    }

    /// What keeps others out of a table while it is written anew.
    private func rewriteRisks(_ verb: String) -> [StatementRisk] {
        switch verb {
        case "vacuum":
            let options = verbIndex + 1..<tokens.endOfGroup(around: verbIndex + 2, limit: range.upperBound)
            let hasOption = tokens.kind(verbIndex + 1) == .openParenthesis && options.contains { isFull($0) }
            guard hasOption || isWord(1, "full") else { return [] }
            return [rewriteRisk("vacuum full", skipping: ["full", "freeze", "verbose", "analyze"])]
        case "reindex", "cluster": return [rewriteRisk(verb, skipping: ["verbose"])]
        default: return []
        }
    }

    private func isFull(_ index: Int) -> Bool {
        tokens.isWord(index, "full") && !tokens.isWord(index + 1, "off") && !tokens.isWord(index + 1, "false")
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

    /// All others, and what is no statement.
    func upkeep(_ verb: String) -> Finding {
        switch verb {
        case "show", "use", "help", "fetch", "move", "close", "check", "checksum", "cache", "listen", "unlisten",
            "notify", "signal", "resignal", "get":
            return Finding(verb == "use" ? .sets : .reads)
        case "vacuum", "cluster", "reindex", "checkpoint":
            return Finding(.writes, .none, rewriteRisks(verb))
        case "optimize", "repair": return Finding(.writes, .ends, [rewriteRisk(verb, skipping: ["table", "local"])])
        case "kill", "shutdown", "restart", "flush", "purge", "change", "stop", "clone", "install", "uninstall",
            "binlog":
            return Finding(.sets, writes: true, .none, [serverRisk])
        case "": return Finding(.unknown, .none, [risk(.unknownCode, "What this does is not known")])
        default: return code(verb)
        }
    }
}
