import SQLWire

/// The column names of a query's result.
struct SelectList {
    let reader: QueryReader
    /// The maximum depth of subqueries.
    let level: Int

    private var tokens: SpokenTokens { reader.tokens }

    /// The columns of the query in `range`; nil when its text does not determine them. A `*` stays as a column of that
    /// name, with its qualifier as the type.
    func names(_ range: Range<Int>) -> [SchemaColumn]? {
        guard level > 0, !range.isEmpty else { return nil }
        let block = reader.block(range, depth: tokens.depths[range.lowerBound])
        let branch = reader.branch(of: block, at: block.verb)
        switch tokens.word(block.verb) {
        case "select": return items(from: block.verb + 1, in: branch, depth: block.depth)
        case "insert", "update", "delete", "merge":
            let returning = branch.first { tokens.isWord($0, "returning") && tokens.depths[$0] == block.depth }
            return returning.flatMap { items(from: $0 + 1, in: branch, depth: block.depth) } ?? []
        case "values":
            guard tokens.kind(block.verb + 1) == .openParenthesis else { return nil }
            let end = tokens.endOfGroup(around: block.verb + 1, limit: range.upperBound)
            let count = (block.verb + 2..<max(block.verb + 2, end)).count {
                tokens.kind($0) == .comma && tokens.depths[$0] == block.depth + 1
            }
            return (1...count + 1).map { SchemaColumn(name: "column\($0)", type: "") }
        default: return nil
        }
    }

    private static let ends: Set<String> = [
        "from", "into", "where", "group", "order", "having", "limit", "union", "except", "intersect", "window", "for",
        "offset", "fetch",
    ]

    private func items(from start: Int, in branch: Range<Int>, depth: Int) -> [SchemaColumn]? {
        var columns: [SchemaColumn] = []
        var first = start
        while ["distinct", "all"].contains(tokens.word(first)) { first += 1 }
        if tokens.isWord(first, "on"), tokens.kind(first + 1) == .openParenthesis {
            first = tokens.endOfGroup(around: first + 1, limit: branch.upperBound) + 1
        }
        var index = first
        while index <= branch.upperBound {
            let isEnd =
                index == branch.upperBound
                || tokens.depths[index] == depth && Self.ends.contains(tokens.word(index))
                    && !reader.isDistinctFrom(index)
            if isEnd || tokens.kind(index) == .comma && tokens.depths[index] == depth {
                if first < index, let column = column(first..<index, depth: depth) { columns.append(column) }
                first = index + 1
                if isEnd || columns.count > 2000 { break }
            }
            index += 1
        }
        return columns
    }

    private func column(_ range: Range<Int>, depth: Int) -> SchemaColumn? {
        let last = range.upperBound - 1
        if let marker = range.last(where: { tokens.isWord($0, "as") && tokens.depths[$0] == depth }) {
            return tokens.isName(marker + 1) ? SchemaColumn(name: tokens.unquoted(marker + 1), type: "") : nil
        }
        if tokens.kind(last) == .operator, tokens.bytes(last) == [Byte.star],
            range.count == 1 || tokens.kind(last - 1) == .dot
        {
            return SchemaColumn(name: "*", type: range.count >= 3 ? tokens.unquoted(last - 2) : "")
        }
        // A cast keeps the name.
        let cast = range.first { tokens.kind($0) == .operator && tokens.bytes($0).elementsEqual("::".utf8) }
        let end = cast ?? range.upperBound
        guard range.lowerBound < end else { return nil }
        let isName = tokens.isName(end - 1) && tokens.kind(end - 1) != .openParenthesis
        let isKnown = end - 1 == range.lowerBound || tokens.kind(end - 2) == .dot || cast == nil && endsOperand(end - 2)
        if isName, isKnown, !Self.constants.contains(tokens.word(end - 1)) {
            return SchemaColumn(name: tokens.unquoted(end - 1), type: "")
        }
        // A function's name.
        let isCall = tokens.isName(range.lowerBound) && tokens.kind(range.lowerBound + 1) == .openParenthesis
        return isCall ? SchemaColumn(name: tokens.unquoted(range.lowerBound), type: "") : nil
    }

    private static let constants: Set<String> = ["null", "true", "false", "end"]

    private func endsOperand(_ index: Int) -> Bool {
        switch tokens.kind(index) {
        case .closeParenthesis, .identifier, .quotedIdentifier, .number, .string: true
        case .keyword: tokens.isWord(index, "end") || tokens.isWord(index, "null")
        default: false
        }
    }
}

extension QueryReader {
    /// `IS DISTINCT FROM`
    func isDistinctFrom(_ index: Int) -> Bool {
        tokens.isWord(index, "from") && tokens.isWord(index - 1, "distinct")
    }
}
