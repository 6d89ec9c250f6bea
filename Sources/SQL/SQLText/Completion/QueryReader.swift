import SQLWire

/// Reads incomplete queries: their sources and their nesting.
struct QueryReader {
    let tokens: SpokenTokens

    static let verbs: Set<String> = [
        "select", "with", "values", "table", "insert", "update", "delete", "merge", "replace",
    ]
    private static let unions: Set<String> = ["union", "intersect", "except", "minus"]

    /// The indices of the open parentheses at `cursor`, the innermost first.
    func openParentheses(at cursor: Int) -> [Int] {
        var open: [Int] = []
        for index in 0..<min(cursor, tokens.count) {
            if tokens.kind(index) == .openParenthesis { open.append(index) }
            if tokens.kind(index) == .closeParenthesis { _ = open.popLast() }
        }
        return open.reversed()
    }

    /// The queries that enclose `cursor`, the innermost first, the statement last.
    func blocks(at cursor: Int) -> [QueryBlock] {
        let inner = openParentheses(at: cursor).filter { Self.verbs.contains(tokens.word($0 + 1)) && $0 + 1 < cursor }
        return inner.prefix(20).map { open in
            block(open + 1..<tokens.endOfGroup(around: open, limit: tokens.count), depth: tokens.depths[open] + 1)
        } + [block(0..<tokens.count, depth: 0)]
    }

    func block(_ range: Range<Int>, depth: Int) -> QueryBlock {
        var (start, end) = (queryStart(range, depth: depth), range.upperBound)
        end = max(start, end)
        let (commonTables, verb) = commonTables(start..<end)
        return QueryBlock(range: start..<end, depth: depth, verb: verb, commonTables: commonTables)
    }

    /// The query in `EXPLAIN …`, `CREATE VIEW … AS …`, `PREPARE … AS …`.
    private func queryStart(_ range: Range<Int>, depth: Int) -> Int {
        let first = tokens.word(range.lowerBound)
        guard ["explain", "create", "prepare", "declare", "describe", "desc", "analyze"].contains(first) else {
            return range.lowerBound
        }
        let isDefinition = first == "create" || first == "prepare" || first == "declare"
        return range.dropFirst().first { index in
            guard tokens.depths[index] == depth, Self.verbs.contains(tokens.word(index)) else { return false }
            let before = tokens.word(index - 1)
            return isDefinition ? before == "as" || before == "for" : tokens.word(index) != "table"
        } ?? range.lowerBound
    }

    private func commonTables(_ range: Range<Int>) -> ([CommonTable], Int) {
        guard tokens.isWord(range.lowerBound, "with") else { return ([], range.lowerBound) }
        var index = range.lowerBound + 1
        if tokens.isWord(index, "recursive") { index += 1 }
        var found: [CommonTable] = []
        while index < range.upperBound, tokens.isName(index) {
            var table = CommonTable(name: tokens.unquoted(index), columns: [], body: index..<index)
            index += 1
            if tokens.kind(index) == .openParenthesis {
                let end = tokens.endOfGroup(around: index, limit: range.upperBound)
                table.columns = names(index + 1..<end)
                index = end + 1
            }
            while ["as", "not", "materialized"].contains(tokens.word(index)) { index += 1 }
            guard tokens.kind(index) == .openParenthesis else { break }
            let end = tokens.endOfGroup(around: index, limit: range.upperBound)
            table.body = index + 1..<max(index + 1, end)
            found.append(table)
            index = end + 1
            guard tokens.kind(index) == .comma else { break }
            index += 1
        }
        return (found, min(index, range.upperBound))
    }

    /// The names in a comma-separated list.
    func names(_ range: Range<Int>) -> [String] {
        range.filter { tokens.isName($0) && tokens.kind($0 - 1) != .dot && tokens.kind($0 + 1) != .dot }
            .map { tokens.unquoted($0) }
    }

    /// The part of a query, between set operators such as UNION, that contains `cursor`.
    func branch(of block: QueryBlock, at cursor: Int) -> Range<Int> {
        var start = min(block.verb, cursor)
        var end = block.range.upperBound
        for index in block.verb..<block.range.upperBound
        where tokens.depths[index] == block.depth && Self.unions.contains(tokens.word(index)) {
            if index < cursor {
                start = index + (["all", "distinct"].contains(tokens.word(index + 1)) ? 2 : 1)
            } else {
                end = index
                break
            }
        }
        return min(start, end)..<end
    }
}
