/// The only table of a simple query.
public enum StatementSource {
    /// The table's name as written, without its schema; nil when the statement is not a plain query of one table: a
    /// join, a subquery in FROM, WITH, UNION.
    public static func onlyTable(of text: [UInt8], rules: LexRules) -> String? {
        let tokens = SpokenTokens(text: text, rules: rules)
        guard tokens.otherReadings.isEmpty else { return nil }
        if tokens.isWord(0, "table"), tokens.isName(1) { return tokens.unquoted(lastPart(from: 1, tokens)) }
        guard tokens.isWord(0, "select") else { return nil }
        let stops: Set<String> = ["union", "intersect", "except", "minus"]
        let all = 0..<tokens.count
        guard !all.contains(where: { tokens.depths[$0] == 0 && stops.contains(tokens.word($0)) }) else { return nil }
        let reader = QueryReader(tokens: tokens)
        guard let from = all.first(where: { tokens.depths[$0] == 0 && reader.beginsTables($0) }),
            tokens.isName(from + 1) || tokens.isWord(from + 1, "only")
        else { return nil }
        let sources = reader.sources(in: all, depth: 0)
        guard sources.count == 1, let source = sources.first, source.columns == nil, let name = source.name else {
            return nil
        }
        return name
    }

    /// The last part of a qualified name.
    private static func lastPart(from start: Int, _ tokens: SpokenTokens) -> Int {
        var index = start
        while tokens.kind(index + 1) == .dot, tokens.isName(index + 2) { index += 2 }
        return index
    }
}
