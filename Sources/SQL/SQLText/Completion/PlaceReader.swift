import SQLWire

/// Determines what can stand at the cursor.
struct PlaceReader {
    let tokens: SpokenTokens
    let cursor: Int
    let scope: QueryScope
    /// The innermost open parenthesis at the cursor, within the query at the cursor.
    let open: Int?

    init(tokens: SpokenTokens, cursor: Int, scope: QueryScope) {
        self.tokens = tokens
        self.cursor = cursor
        self.scope = scope
        let start = scope.blocks[0].range.lowerBound
        open = scope.reader.openParentheses(at: cursor).first.flatMap { $0 >= start ? $0 : nil }
    }

    var dialect: Dialect { tokens.dialect }
    var isMySQL: Bool { dialect == .mysql }
    var block: QueryBlock { scope.blocks[0] }
    /// The word before the cursor; empty when there is none.
    var last: String { word(1) }

    /// The word `distance` tokens before the cursor.
    func word(_ distance: Int) -> String { tokens.word(cursor - distance) }

    var place: CompletionPlace {
        if tokens.kind(cursor - 1) == .dot, cursor > 0 { return member }
        if tokens.kind(cursor - 1) == .operator, tokens.bytes(cursor - 1).elementsEqual("::".utf8) {
            return CompletionPlace(.types)
        }
        let start = block.range.lowerBound
        if block.depth == 0, cursor <= start {
            // After EXPLAIN and similar words.
            guard cursor > 0 else { return CompletionPlace([], Phrases.statement(dialect)) }
        }
        if block.depth == 0, !QueryReader.verbs.contains(tokens.word(start)) || cursor <= start {
            return tokens.isWord(0, "explain") || isExplaining ? explaining : definition
        }
        if block.verb >= cursor { return inWith }
        if tokens.isWord(block.verb, "table") {
            return last == "table" ? CompletionPlace([.relations, .commonTables, .schemas]) : CompletionPlace()
        }
        return clause
    }

    /// MySQL's DESCRIBE of a query or a table.
    private var isExplaining: Bool { ["describe", "desc"].contains(tokens.word(0)) }

    private var explaining: CompletionPlace {
        if open != nil {
            return CompletionPlace(
                [],
                [
                    "analyze", "buffers", "verbose", "costs", "format", "settings", "wal", "timing", "summary", "off",
                    "on",
                ])
        }
        return CompletionPlace(
            isMySQL ? [.relations, .schemas] : [], Phrases.afterExplain + (isMySQL ? ["format", "extended"] : ["("]))
    }

    /// After WITH and before the query's verb.
    private var inWith: CompletionPlace {
        switch last {
        case "with", "recursive": return CompletionPlace([], last == "with" ? ["recursive"] : [])
        case "as": return CompletionPlace([], isMySQL ? [] : ["materialized", "not materialized"])
        default: break
        }
        switch tokens.kind(cursor - 1) {
        case .comma: return .nothing
        case .closeParenthesis:
            return CompletionPlace([], Phrases.queries + ["insert into", "update", "delete from", "as"])
        case .openParenthesis: return CompletionPlace([], Phrases.queries)
        default: return CompletionPlace([], ["as"])
        }
    }

    /// After a dot.
    private var member: CompletionPlace {
        var place = CompletionPlace()
        var index = cursor - 1
        while tokens.kind(index) == .dot, tokens.isName(index - 1), place.qualifiers.count < 3 {
            place.qualifiers.insert(tokens.unquoted(index - 1), at: 0)
            index -= 2
        }
        guard !place.qualifiers.isEmpty else { return .nothing }
        // The place without the qualifiers.
        let before = PlaceReader(tokens: tokens, cursor: index + 1, scope: scope).place
        place.names = before.names
        place.kinds = before.kinds
        if !before.targets.isEmpty { place.names.insert(.columns) }
        if place.names.isEmpty { place.names = [.columns, .relations, .functions] }
        return place
    }

    /// Whether an operand can stand at the cursor: the token before it is not an operand.
    var expectsOperand: Bool {
        switch tokens.kind(cursor - 1) {
        case .identifier, .quotedIdentifier, .string, .dollarString, .number, .parameter, .closeParenthesis, .bracket:
            return false
        case .operator:
            // A star that means all columns of the query or of a table.
            let isStar = tokens.bytes(cursor - 1) == [Byte.star]
            let isAlone =
                tokens.kind(cursor - 2) == .dot || tokens.kind(cursor - 2) == .comma
                || ["select", "distinct", "all", "returning"].contains(word(2))
                || tokens.kind(cursor - 2) == .openParenthesis
            return !(isStar && isAlone)
        case .keyword:
            if ["null", "true", "false", "end", "default"].contains(last) || last.hasPrefix("current_") {
                return false
            }
            let meaning = Words.of(dialect).meaning(of: last)
            return meaning.contains(.reserved) || Self.prefixes.contains(last)
        default: return true
        }
    }

    /// Keywords that could also be names, and that precede an operand.
    private static let prefixes: Set<String> = [
        "by", "set", "values", "between", "escape", "over", "returning", "first", "next", "exists", "row", "offset",
        "returns", "key", "regexp", "rlike", "div", "mod", "xor", "do", "at", "zone",
    ]
}
