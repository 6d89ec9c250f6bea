import SQLWire

extension PlaceReader {
    var copying: CompletionPlace {
        if let open {
            guard open < 4 else { return CompletionPlace([], Phrases.copyOptions) }
            let isItem = tokens.kind(cursor - 1) == .comma || cursor - 1 == open
            return isItem ? columns(of: table(before: open), listedFrom: open) : .nothing
        }
        return CompletionPlace([], followers(alone: false) ?? ["from", "to", "with", "csv", "header", "where"])
    }

    /// SET, SHOW, USE and RESET.
    var setting: CompletionPlace {
        if second == "search_path" || word(2) == "search_path" { return CompletionPlace(.schemas) }
        if first == "set", last == "role", !isMySQL { return CompletionPlace(.roles) }
        if first == "set", let phrases = followers() { return CompletionPlace([], phrases.filter { $0 != last }) }
        return upkeep
    }

    /// Whether the maintenance command before the cursor takes a table.
    private var isBeforeTable: Bool {
        ["show", "vacuum", "analyze", "reindex", "load"].contains(first)
            && ["from", "in", "full", "verbose", "freeze", "into", "index"].contains(last)
    }

    /// All other statements: usually a table's name, or nothing.
    var upkeep: CompletionPlace {
        if let open, tokens.isName(open - 1), ["analyze", "vacuum"].contains(first) {
            return columns(of: table(before: open), listedFrom: open)
        }
        if ["table", "tables", "view", "only", "schema", "database"].contains(last) {
            return objects(last) ?? .nothing
        }
        if isBeforeTable {
            let isDatabase = first == "show" && (word(2) == "tables" || word(2) != "columns" && word(3) == "from")
            return isDatabase ? CompletionPlace(.databases) : .relations()
        }
        let isNext = tokens.kind(cursor - 1) == .comma
        switch first {
        case "truncate" where isNext: return .relations(CompletionPlace.tableKinds)
        case "truncate":
            return CompletionPlace([], ["restart identity", "continue identity", "cascade", "restrict"])
        case "analyze" where isNext, "vacuum" where isNext: return .relations()
        case "do", "call", "execute": return CompletionPlace(.functions)
        default: return CompletionPlace([], followers() ?? [])
        }
    }
}
