import SQLWire

extension StatementJudge {
    /// Statements that change a schema or privileges.
    func definition(_ verb: String) -> Finding {
        // MySQL commits before and after a definition.
        let isTemporary = isWord(1, "temporary") || isWord(1, "temp")
        var finding = Finding(.defines, isMySQL && !isTemporary ? .ends : .none)
        finding.risks = definitionRisks(verb)
        if verb == "create", !isMySQL, isWord(1, "table"),
            let execute = range.first(where: { tokens.isWord($0, "execute") && tokens.isWord($0 - 1, "as") }),
            let inner = inner(from: execute)
        {
            finding.risks += inner.risks
        }
        if verb == "drop", isWord(1, "prepare") { return Finding(.sets) }
        return finding
    }

    private func definitionRisks(_ verb: String) -> [StatementRisk] {
        switch verb {
        case "drop": return [dropRisk]
        case "grant", "revoke": return [risk(.privileges, "\(verb.uppercased()) changes who may do what")]
        case "reassign": return [risk(.privileges, "REASSIGN OWNED changes whose objects they are")]
        case "create":
            if isAbout("user", "role", "group") { return [roleRisk(verb)] }
            if isWord(1, "or"), isWord(2, "replace"), isAbout("table", "sequence", "database") {
                let (what, target) = object(after: 3)
                return [risk(.drop, "CREATE OR REPLACE drops \(what) \(target)", on: target)]
            }
            return indexRisks
        case "alter": return alterRisks
        case "rename" where isAbout("user"): return [roleRisk(verb)]
        case "rename":
            let (names, _) = tokens.names(at: verbIndex + 2)
            return [risk(.rename, "RENAME \(tokens.word(verbIndex + 1).uppercased()) \(names)", on: names)]
        default: return []
        }
    }

    private func roleRisk(_ verb: String) -> StatementRisk {
        let (what, target) = object(after: 1)
        return risk(.privileges, "\(verb.uppercased()) \(what) \(target) changes who may do what", on: target)
    }

    /// Whether the object kind is one of these: `CREATE OR REPLACE TEMPORARY TABLE`.
    private func isAbout(_ kinds: String...) -> Bool {
        let skipped: Set<String> = [
            "or", "replace", "temporary", "temp", "unlogged", "online", "offline", "ignore", "foreign", "materialized",
        ]
        var distance = 1
        while skipped.contains(tokens.word(verbIndex + distance)) { distance += 1 }
        // PostgreSQL's USER MAPPING belongs to servers.
        return kinds.contains(tokens.word(verbIndex + distance)) && !tokens.isWord(verbIndex + distance + 1, "mapping")
    }

    /// `CREATE INDEX i ON t (a)`, which blocks writes to the table until the index is built.
    private var indexRisks: [StatementRisk] {
        let kinds: Set<String> = ["or", "replace", "unique", "fulltext", "spatial", "vector", "online", "offline"]
        var index = verbIndex + 1
        while kinds.contains(tokens.word(index)) { index += 1 }
        guard tokens.isWord(index, "index"), !tokens.isWord(index + 1, "concurrently"), !hasNoLock else { return [] }
        let on = (index..<range.upperBound).first { tokens.isWord($0, "on") && tokens.isName($0 + 1) } ?? index
        let (names, _) = tokens.names(at: tokens.isWord(on + 1, "only") ? on + 2 : on + 1)
        return [risk(.tableLock, "CREATE INDEX keeps others from writing to \(names)", on: names)]
    }

    /// MySQL's `LOCK = NONE`: the server refuses changes that need a lock.
    private var hasNoLock: Bool {
        isMySQL
            && range.contains { index in
                tokens.isWord(index, "lock")
                    && (tokens.isWord(index + 1, "none") || tokens.isWord(index + 2, "none"))
            }
    }

    private var dropRisk: StatementRisk {
        if isWord(1, "owned") {
            let (names, _) = tokens.names(at: verbIndex + 3)
            return risk(.drop, "DROP OWNED BY \(names)", on: names)
        }
        let (what, target) = object(after: 1)
        return risk(.drop, "DROP \(what) \(target)", on: target)
    }

    /// The kind of object named after `distance` words, and the names: `TABLE` and `a, b`.
    private func object(after distance: Int) -> (what: String, target: String) {
        var index = verbIndex + distance
        var words: [String] = []
        let kinds: Set<String> = [
            "table", "view", "index", "schema", "database", "sequence", "function", "procedure", "routine", "trigger",
            "type", "domain", "extension", "role", "user", "group", "materialized", "foreign", "temporary", "event",
            "server", "policy", "rule", "publication", "subscription", "aggregate", "operator", "class", "family",
            "language", "tablespace", "collation", "conversion", "cast", "statistics", "text", "search",
            "configuration", "dictionary", "parser", "template", "access", "method", "data", "wrapper", "mapping",
            "concurrently", "package", "transform", "undo", "logfile", "resource", "online", "ignore", "body", "system",
            "column", "constraint", "partition", "key", "primary", "check", "default", "not", "null", "identity",
            "expression", "spatial", "reference", "period",
        ]
        while index < range.upperBound, kinds.contains(tokens.word(index)), words.count < 4 {
            words.append(tokens.word(index).uppercased())
            index += 1
        }
        while ["if", "not", "exists", "only", "for"].contains(tokens.word(index)) { index += 1 }
        var (names, _) = tokens.names(at: min(index, range.upperBound))
        if names.isEmpty, let last = words.popLast() {
            // A name that equals one of these words.
            names = last.lowercased()
        }
        return (words.joined(separator: " "), names)
    }

    private var alterRisks: [StatementRisk] {
        if isWord(1, "system") || isWord(1, "instance") {
            return [risk(.server, "ALTER \(tokens.word(verbIndex + 1).uppercased()) changes the server")]
                + readOnlyRisks()
        }
        if isWord(1, "default"), isWord(2, "privileges") {
            return [risk(.privileges, "ALTER DEFAULT PRIVILEGES changes who may do what")]
        }
        if isAbout("user", "role", "group") { return [roleRisk("alter")] + readOnlyRisks() }
        let (what, target) = object(after: 1)
        for index in range.dropFirst() {
            let part = tokens.word(index)
            let next = tokens.word(index + 1)
            let takesAway =
                part == "drop" || part == "truncate" && next == "partition" || part == "discard"
                || part == "exchange" || part == "detach" || part == "coalesce" && next == "partition"
                || part == "remove" && next == "partitioning"
            guard takesAway, tokens.depths[index] == tokens.depths[verbIndex], tokens.kind(index - 1) != .dot else {
                continue
            }
            let judge = StatementJudge(tokens: tokens, range: index..<range.upperBound)
            let (kind, name) = judge.object(after: 1)
            let gone = [part.uppercased(), kind, name].filter { !$0.isEmpty }.joined(separator: " ")
            return [risk(.alterDrop, "ALTER \(what) \(target) \(gone)", on: target)] + readOnlyRisks()
        }
        return rewriteRisks(what, target) + readOnlyRisks()
    }

    /// Every change of a table locks it; a new column type or another engine rewrites it completely.
    private func rewriteRisks(_ what: String, _ target: String) -> [StatementRisk] {
        guard isAbout("table", "view"), !isWord(1, "view") else { return [] }
        let actions: Set<String> = isMySQL ? ["engine", "modify", "change", "convert"] : ["type"]
        for index in range.dropFirst(2) where actions.contains(tokens.word(index)) {
            guard tokens.depths[index] == tokens.depths[verbIndex], tokens.kind(index - 1) != .dot else { continue }
            // The name of a column: added, referred to or altered.
            let before = tokens.word(index - 1)
            guard !["column", "add", "alter", "to", "modify", "change", "by", "rename"].contains(before) else {
                continue
            }
            let action = tokens.word(index).uppercased()
            return [risk(.tableLock, "ALTER \(what) \(target) \(action) may write all of it anew", on: target)]
        }
        return [risk(.tableLock, "ALTER \(what) \(target) keeps others out of it", on: target)]
    }
}
