import SQLWire

extension QueryReader {
    /// Whether FROM at `index` begins a list of tables: not in `IS DISTINCT FROM`.
    func beginsTables(_ index: Int) -> Bool {
        switch tokens.word(index) {
        case "from": !tokens.isWord(index - 1, "distinct")
        case "join", "straight_join": true
        case "using": tokens.kind(index + 1) != .openParenthesis || Self.verbs.contains(tokens.word(index + 2))
        case "update":
            !["for", "key", "do", "then", "on", "of", "before", "after", "or"].contains(tokens.word(index - 1))
        case "into":
            ["insert", "replace", "merge", "ignore", "delayed", "low_priority", "high_priority"].contains(
                tokens.word(index - 1))
        // MySQL allows omitting INTO.
        case "insert", "replace":
            tokens.dialect == .mysql && !tokens.isWord(index + 1, "into") && tokens.kind(index + 1) != .openParenthesis
        default: false
        }
    }

    /// The tables that a query selects from or changes, in the order of the text.
    func sources(in range: Range<Int>, depth: Int, level: Int = 6) -> [TableSource] {
        var found: [TableSource] = []
        for index in range where tokens.depths[index] == depth && beginsTables(index) {
            found += sourceList(from: index + 1, to: range.upperBound, level: level)
            if found.count > 200 { break }
        }
        return found
    }

    /// The sources of a list with commas and joins that begins at `start`.
    private func sourceList(from start: Int, to end: Int, level: Int) -> [TableSource] {
        var found: [TableSource] = []
        var index = start
        while index < end, found.count < 200 {
            let (sources, next) = source(at: index, to: end, level: level)
            found += sources
            guard tokens.kind(next) == .comma, next > index else { break }
            index = next + 1
        }
        return found
    }

    private func source(at start: Int, to end: Int, level: Int) -> (sources: [TableSource], next: Int) {
        var index = start
        while ["only", "lateral", "low_priority", "ignore", "quick"].contains(tokens.word(index)) { index += 1 }
        guard index < end, level > 0 else { return ([], index) }
        if tokens.kind(index) == .openParenthesis { return parenthesized(at: index, to: end, level: level) }
        guard tokens.isName(index), !isStop(index) else { return ([], index) }
        var source = TableSource(name: tokens.unquoted(index), index: index)
        index += 1
        while tokens.kind(index) == .dot, tokens.isName(index + 1), index + 1 < end {
            source.schema = source.name
            source.name = tokens.unquoted(index + 1)
            index += 2
        }
        let isTarget = ["into", "insert", "replace"].contains(tokens.word(start - 1))
        if tokens.kind(index) == .openParenthesis, !isTarget {
            // A function.
            source.columns = []
            index = min(tokens.endOfGroup(around: index, limit: end) + 1, end)
        }
        return ([named(source, &index, end, hasColumns: !isTarget)], index)
    }

    /// A subquery, or joined tables in parentheses.
    private func parenthesized(at open: Int, to end: Int, level: Int) -> (sources: [TableSource], next: Int) {
        let close = tokens.endOfGroup(around: open, limit: end)
        var index = min(close + 1, end)
        guard Self.verbs.contains(tokens.word(open + 1)) || tokens.kind(open + 1) == .openParenthesis else {
            let list = sourceList(from: open + 1, to: close, level: level - 1)
            return (
                list + sources(in: open + 1..<max(open + 1, close), depth: tokens.depths[open] + 1, level: level - 1),
                index
            )
        }
        let columns = SelectList(reader: self, level: level - 1).names(open + 1..<max(open + 1, close))
        let source = TableSource(columns: columns, index: open)
        return ([named(source, &index, end, hasColumns: true)], index)
    }

    /// The source with its alias and the alias's columns.
    private func named(_ source: TableSource, _ index: inout Int, _ end: Int, hasColumns: Bool) -> TableSource {
        var source = source
        if tokens.isWord(index, "as") { index += 1 }
        guard index < end, tokens.isName(index), !isStop(index) else { return source }
        source.alias = tokens.unquoted(index)
        index += 1
        if hasColumns, tokens.kind(index) == .openParenthesis, source.name == nil || source.columns != nil {
            let close = tokens.endOfGroup(around: index, limit: end)
            let names = names(index + 1..<max(index + 1, close))
            source.columns = names.map { SchemaColumn(name: $0, type: "") }
            index = min(close + 1, end)
        }
        return source
    }

    /// Whether the word ends a table's name and alias.
    private func isStop(_ index: Int) -> Bool {
        guard tokens.kind(index) != .quotedIdentifier else { return false }
        let word = tokens.word(index)
        return Words.of(tokens.dialect).meaning(of: word).contains(.reserved) || Self.stops.contains(word)
    }

    private static let stops: Set<String> = [
        "where", "on", "using", "join", "set", "values", "select", "returning", "limit", "offset", "fetch", "for",
        "window", "when", "partition", "tablesample", "default", "overriding", "with", "do", "cross", "natural", "left",
        "right", "full", "inner", "force", "use", "ignore", "straight_join", "value",
    ]
}
