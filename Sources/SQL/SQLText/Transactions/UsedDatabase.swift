import SQLWire

/// The database that a MySQL text selects with `USE`.
public enum UsedDatabase {
    /// The name in the last `USE` of a sent text; nil when there is none.
    public static func name(in text: [UInt8], rules: LexRules) -> String? {
        guard rules.dialect == .mysql, text.count <= 1 << 16 else { return nil }
        var rules = rules
        rules.isSentText = true
        let tokens = SpokenTokens(text: text, rules: rules)
        let names = tokens.statements().compactMap { range -> String? in
            guard range.count == 2, tokens.isWord(range.lowerBound, "use") else { return nil }
            let name = tokens.unquoted(range.lowerBound + 1)
            return name.isEmpty ? nil : name
        }
        return names.last
    }
}
