import SQLWire

/// Statements that are not queries.
extension PlaceReader {
    var first: String { tokens.word(0) }
    /// The statement's second word.
    var second: String { tokens.word(1) }

    var definition: CompletionPlace {
        guard cursor > 0 else { return CompletionPlace([], Phrases.statement(dialect)) }
        if cursor == 1 { return afterFirst }
        switch first {
        case "create": return creating
        case "alter", "drop", "comment", "grant", "revoke", "lock", "rename": return changing
        case "copy": return copying
        case "set", "show", "use", "reset": return setting
        default: return upkeep
        }
    }

    private var afterFirst: CompletionPlace {
        let phrases = Phrases.afterFirst(first, dialect)
        switch first {
        case "truncate": return CompletionPlace.relations(CompletionPlace.tableKinds).with(phrases)
        case "copy", "analyze", "vacuum", "cluster", "lock": return .relations().with(phrases)
        case "use": return CompletionPlace(.databases)
        case "call": return CompletionPlace([.ownFunctions, .schemas])
        case "show": return CompletionPlace([], Phrases.shown[dialect] ?? [])
        default: return CompletionPlace([], phrases)
        }
    }

    /// The names that may follow the word for a kind of object.
    func objects(_ kind: String) -> CompletionPlace? {
        switch kind {
        case "table", "tables", "truncate", "only": .relations(CompletionPlace.tableKinds)
        case "view": .relations(tokens.word(cursor - 2) == "materialized" ? [.materializedView] : [.view])
        case "sequence": .relations([.sequence])
        case "schema": CompletionPlace(isMySQL ? .databases : .schemas)
        case "database", "databases": CompletionPlace(.databases)
        case "function", "procedure", "routine", "aggregate": CompletionPlace([.ownFunctions, .schemas])
        case "role", "user", "group": isMySQL ? nil : CompletionPlace(.roles)
        default: nil
        }
    }

    /// The place of an object's name, after IF EXISTS or not.
    private var named: CompletionPlace? {
        var index = cursor
        if tokens.isWord(index - 1, "exists") {
            index -= tokens.isWord(index - 2, "not") ? 3 : 2
            guard tokens.isWord(index, "if") else { return nil }
        }
        if tokens.isWord(index - 1, "concurrently") || tokens.isWord(index - 1, "only") { index -= 1 }
        return PlaceReader(tokens: tokens, cursor: index, scope: scope).objects(tokens.word(index - 1))
    }

    /// The only possible continuations of the word before the cursor in this statement.
    func followers(alone: Bool = true) -> [String]? {
        guard tokens.kind(cursor - 1) == .keyword else { return nil }
        return Phrases.followersIn[first]?[last] ?? (alone ? Phrases.followers[last] : nil)
    }

    private var changing: CompletionPlace {
        let isAction = first == "alter" && cursor > 4 && last != "exists" && last != "only"
        if !isAction, let place = named {
            let isOptional = (first == "alter" || first == "drop") && last != "exists" && last != "only"
            return isOptional ? place.with(["if exists"]) : place
        }
        switch first {
        case "drop": return dropping
        case "alter" where second == "table" || word(cursor - 2) == "table": return alteringTable
        case "alter":
            if last == "schema", word(2) == "set" { return CompletionPlace(.schemas) }
            if last == "to", word(2) == "owner", !isMySQL { return CompletionPlace(.roles) }
            return CompletionPlace([], followers() ?? Phrases.alterOther)
        case "comment": return commenting
        case "grant", "revoke": return granting
        case "rename": return CompletionPlace([], ["to"])
        default: return CompletionPlace([], Phrases.lockModes)
        }
    }

    private var dropping: CompletionPlace {
        if tokens.kind(cursor - 1) == .comma {
            let end = second == "materialized" ? 3 : 2
            return PlaceReader(tokens: tokens, cursor: end, scope: scope).objects(tokens.word(end - 1)) ?? .nothing
        }
        if last == "on" { return .relations(CompletionPlace.tableKinds) }
        if let phrases = followers() { return CompletionPlace([], phrases) }
        let needsTable = ["trigger", "policy", "rule"].contains(second) || isMySQL && second == "index"
        return CompletionPlace([], (needsTable ? ["on"] : []) + ["cascade", "restrict"])
    }

    private var commenting: CompletionPlace {
        switch last {
        case "on": CompletionPlace([], (Phrases.kinds[dialect] ?? []) + ["column", "constraint"])
        case "column": CompletionPlace([.relations, .schemas, .columns])
        default: CompletionPlace([], ["is"])
        }
    }

    private var granting: CompletionPlace {
        if last == "on" { return CompletionPlace.relations().with(Phrases.grantedOn) }
        if namesGrantee { return CompletionPlace(.roles) }
        if let phrases = followers(alone: false) { return CompletionPlace([], phrases) }
        let isBehindOn = (0..<cursor).contains { tokens.isWord($0, "on") }
        if tokens.kind(cursor - 1) == .comma {
            return isBehindOn ? .relations() : CompletionPlace([], Phrases.privileges)
        }
        return CompletionPlace([], isBehindOn ? ["to", "from", "with grant option", "cascade"] : ["on", "to", "from"])
    }

    /// Whether a role or grantee is expected. MySQL's accounts also have a host and are not offered.
    private var namesGrantee: Bool {
        let word = first == "grant" ? "to" : "from"
        let isListed = tokens.kind(cursor - 1) == .comma && (0..<cursor).contains { tokens.word($0) == word }
        return !isMySQL && (last == word || isListed)
    }

    /// The table whose name begins at `index`.
    func table(at index: Int) -> TableSource? {
        var index = index
        while ["only", "if", "exists"].contains(tokens.word(index)) { index += 1 }
        guard tokens.isName(index), index < cursor else { return nil }
        var source = TableSource(name: tokens.unquoted(index), index: index)
        if tokens.kind(index + 1) == .dot, tokens.isName(index + 2) {
            source.schema = source.name
            source.name = tokens.unquoted(index + 2)
        }
        return source
    }

    /// The table whose name ends before `index`.
    func table(before index: Int) -> TableSource? {
        guard tokens.isName(index - 1) else { return nil }
        let isDotted = tokens.kind(index - 2) == .dot && tokens.isName(index - 3)
        return table(at: isDotted ? index - 3 : index - 1)
    }

    /// The word before the name that ends before `index`.
    func introducer(before index: Int) -> String {
        tokens.word(index - (tokens.kind(index - 2) == .dot ? 4 : 2))
    }

    /// The columns of a table in a list that begins at `open`, without those already in it.
    func columns(of source: TableSource?, listedFrom open: Int? = nil) -> CompletionPlace {
        var place = CompletionPlace()
        place.targets = source.map { [$0] } ?? []
        if let open { place.taken = Set(scope.reader.names(open + 1..<max(open + 1, cursor))) }
        return place
    }
}
