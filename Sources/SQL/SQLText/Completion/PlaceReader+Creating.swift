import SQLWire

extension PlaceReader {
    private static let definedKinds: Set<String> = [
        "table", "view", "index", "function", "procedure", "trigger", "policy", "rule",
    ]

    /// The kind of the defined object, as far as completion needs it.
    private var definedKind: String? {
        (1..<min(cursor, 6)).lazy.map { tokens.word($0) }.first(where: Self.definedKinds.contains)
    }

    var creating: CompletionPlace {
        if let open { return creatingList(open) }
        let kind = definedKind
        switch last {
        case "on" where kind != nil && kind != "table": return CompletionPlace.relations().with(isMySQL ? [] : ["only"])
        case "references", "like", "of": return .relations()
        case "returns": return CompletionPlace(.types, ["trigger", "void", "table", "setof"])
        case "function" where word(2) == "execute": return CompletionPlace([.ownFunctions, .schemas])
        default: break
        }
        if let phrases = followers() { return CompletionPlace([], phrases) }
        guard let kind else { return CompletionPlace([], ["with", "owner", "authorization", "as"]) }
        guard kind == "index" else { return CompletionPlace([], Phrases.parts[kind] ?? []) }
        guard let marker = (0..<cursor).first(where: { tokens.isWord($0, "on") }) else {
            return CompletionPlace([], ["on"])
        }
        guard (marker..<cursor).contains(where: { tokens.isWord($0, "where") }) else {
            return CompletionPlace([], Phrases.parts[kind] ?? [])
        }
        guard expectsOperand else { return CompletionPlace([], Phrases.operators) }
        var place = columns(of: table(at: marker + 1))
        place.names = .functions
        return place
    }

    /// A list in parentheses: columns of another table, or the defined columns.
    private func creatingList(_ open: Int) -> CompletionPlace {
        let introducer = introducer(before: open)
        if ["references", "on", "using"].contains(introducer) {
            // `ON t USING btree (`
            let owner = table(before: introducer == "using" ? open - 2 : open)
            guard expectsOperand else { return CompletionPlace([], ["asc", "desc", "nulls first", "nulls last"]) }
            var place = columns(of: owner, listedFrom: open)
            if introducer != "references" { place.names = .functions }
            return place
        }
        guard definedKind == "table" else {
            return CompletionPlace(.types, ["in", "out", "inout", "variadic", "default"])
        }
        let depth = tokens.depths[open] + 1
        let start = (open + 1..<cursor).last { tokens.kind($0) == .comma && tokens.depths[$0] == depth } ?? open
        if cursor - start == 1 { return CompletionPlace([], Phrases.tableConstraints) }
        if let phrases = Phrases.followers[last], tokens.kind(cursor - 1) == .keyword {
            return CompletionPlace([], phrases)
        }
        if cursor - start == 2 { return CompletionPlace(.types) }
        switch last {
        case "references", "like": return .relations(CompletionPlace.tableKinds)
        case "default": return CompletionPlace(.functions, ["null", "true", "false", "current_timestamp"])
        case "not": return CompletionPlace([], ["null"])
        default: return CompletionPlace([], Phrases.columnConstraints[dialect] ?? [])
        }
    }
}
