import SQLWire

/// A DELETE, UPDATE, MERGE or INSERT anywhere in a statement.
struct RowChange {
    enum Verb { case delete, update, merge, insert }

    var verb: Verb
    /// The tables, as written.
    var target: String
    /// Whether all rows are affected: there is no WHERE, or one that excludes no row.
    var isUnlimited: Bool
    var hasWhere: Bool

    /// All row changes in a range of tokens.
    static func all(in range: Range<Int>, of tokens: SpokenTokens) -> [RowChange] {
        var changes: [RowChange] = []
        for index in range {
            guard let verb = verb(at: index, from: range.lowerBound, tokens) else { continue }
            // No user reviews a statement with so many changes.
            guard changes.count < 64 else {
                changes.append(RowChange(verb: verb, target: "", isUnlimited: true, hasWhere: false))
                break
            }
            changes.append(change(verb, at: index, limit: range.upperBound, tokens))
        }
        return changes
    }

    private static func verb(at index: Int, from start: Int, _ tokens: SpokenTokens) -> Verb? {
        guard tokens.kind(index) == .keyword, tokens.kind(index - 1) != .dot else { return nil }
        let isFirst = index == start
        let isBehindTables = tokens.dialect == .mysql && tokens.kind(index - 1) == .closeParenthesis
        switch tokens.word(index) {
        case "delete" where isFirst || isBehindTables || tokens.isWord(index + 1, "from"): return .delete
        case "update" where isFirst || isUpdate(index, tokens): return .update
        case "merge" where isFirst || tokens.isWord(index + 1, "into"): return .merge
        case "insert" where isFirst || tokens.isWord(index + 1, "into"): return .insert
        case "replace" where isFirst || tokens.isWord(index + 1, "into"): return .insert
        default: return nil
        }
    }

    /// Not the UPDATE of `FOR UPDATE`, `DO UPDATE`, `KEY UPDATE`, `THEN UPDATE`.
    private static func isUpdate(_ index: Int, _ tokens: SpokenTokens) -> Bool {
        guard !["for", "key", "do", "then", "on"].contains(tokens.word(index - 1)), tokens.isName(index + 1) else {
            return false
        }
        let end = tokens.endOfGroup(around: index, limit: tokens.count)
        guard end - index < 2000 else { return true }
        return (index..<end).contains { tokens.isWord($0, "set") && tokens.depths[$0] == tokens.depths[index] }
    }

    private static func change(_ verb: Verb, at index: Int, limit: Int, _ tokens: SpokenTokens) -> RowChange {
        let end = tokens.endOfGroup(around: index, limit: limit)
        let depth = tokens.depths[index]
        var change = RowChange(verb: verb, target: "", isUnlimited: true, hasWhere: false)
        let first = skippingModifiers(index + 1, tokens)
        change.target = tokens.names(at: first).text
        guard verb != .insert else { return change }
        if verb == .merge {
            // Its condition limits the match, not the action.
            change.isUnlimited = (index..<end).contains { position in
                tokens.isWord(position, "then")
                    && (tokens.isWord(position + 1, "update") || tokens.isWord(position + 1, "delete"))
            }
            return change
        }
        if let clause = (index..<end).first(where: { tokens.isWord($0, "where") && tokens.depths[$0] == depth }) {
            change.hasWhere = true
            let conditionEnd =
                (clause + 1..<end).first { tokens.depths[$0] == depth && endsCondition($0, tokens) } ?? end
            change.isUnlimited = ConstantCondition(tokens: tokens).mayBeAlwaysTrue(clause + 1..<conditionEnd)
        }
        return change
    }

    private static func endsCondition(_ index: Int, _ tokens: SpokenTokens) -> Bool {
        ["returning", "order", "limit", "group"].contains(tokens.word(index))
    }

    private static func skippingModifiers(_ start: Int, _ tokens: SpokenTokens) -> Int {
        let modifiers: Set<String> = [
            "from", "into", "only", "low_priority", "high_priority", "delayed", "quick", "ignore", "history", "table",
            "overwrite",
        ]
        var index = start
        while modifiers.contains(tokens.word(index)), tokens.isName(index + 1) { index += 1 }
        return index
    }

    /// The reason for a confirmation, if there is one.
    var risk: StatementRisk? {
        guard isUnlimited else { return nil }
        let on = target.isEmpty ? "" : " on \(target)"
        let how = hasWhere ? "with a WHERE that is always true" : "without WHERE"
        switch verb {
        case .delete:
            return StatementRisk(kind: .deleteWithoutWhere, target: target, sentence: "DELETE \(how)\(on)")
        case .update:
            return StatementRisk(kind: .updateWithoutWhere, target: target, sentence: "UPDATE \(how)\(on)")
        case .merge:
            return StatementRisk(kind: .merge, target: target, sentence: "MERGE that updates or deletes\(on)")
        case .insert: return nil
        }
    }
}
