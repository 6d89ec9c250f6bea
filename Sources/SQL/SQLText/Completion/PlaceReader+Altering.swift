import SQLWire

extension PlaceReader {
    /// ALTER TABLE after the table's name.
    var alteringTable: CompletionPlace {
        let source = (1..<min(cursor, 5)).first { tokens.isWord($0, "table") }.flatMap { table(at: $0 + 1) }
        if let open {
            let other = introducer(before: open) == "references" ? table(before: open) : source
            return expectsOperand ? columns(of: other, listedFrom: open) : CompletionPlace([], Phrases.operators)
        }
        switch last {
        case "column" where word(2) == "add": return CompletionPlace([], ["if not exists"])
        case "column": return columns(of: source).with(["if exists"])
        case "exists" where word(2) == "if" && word(3) == "column": return columns(of: source)
        case "modify", "change", "drop", "alter", "rename": return columns(of: source).with(followers() ?? [])
        case "schema": return CompletionPlace(.schemas)
        case "type": return CompletionPlace(.types)
        case "references", "inherit", "partition", "like": return .relations(CompletionPlace.tableKinds)
        default: break
        }
        if let phrases = followers() { return CompletionPlace([], phrases) }
        if let place = behindColumn { return place }
        let end = source.map { $0.index + ($0.schema == nil ? 1 : 3) } ?? 0
        if tokens.kind(cursor - 1) == .comma || cursor <= end {
            return CompletionPlace([], Phrases.alterTable[dialect] ?? [])
        }
        return CompletionPlace([], (Phrases.columnConstraints[dialect] ?? []) + ["cascade", "restrict", "to"])
    }

    /// After the column of `ADD COLUMN x`, `ALTER x`, `RENAME COLUMN x`.
    private var behindColumn: CompletionPlace? {
        guard tokens.isName(cursor - 1) else { return nil }
        let isNamed = word(2) == "column" || word(2) == "exists"
        let verb = word(2) == "column" ? word(3) : word(2)
        guard isNamed || ["add", "modify", "alter"].contains(verb) else { return nil }
        switch verb {
        case "add", "exists", "modify": return CompletionPlace(.types)
        case "alter": return CompletionPlace([], Phrases.alterColumn)
        case "rename": return CompletionPlace([], ["to"])
        case "drop": return CompletionPlace([], ["cascade", "restrict"])
        default: return nil
        }
    }
}
