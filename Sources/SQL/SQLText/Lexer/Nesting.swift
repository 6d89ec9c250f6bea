import SQLWire

/// The nesting of tokens in parentheses.
struct Nesting {
    /// The number of open parentheses before each token; a parenthesis itself counts as outside.
    private(set) var depths: [Int] = []
    /// The index of the closing parenthesis around each token, or the number of tokens; for an opening parenthesis, its
    /// own closing one.
    private(set) var groupEnds: [Int]

    /// - Parameter cursor: The position of the typed text: parentheses that are open there and never closed count as
    ///   closed there, unless they contain a query.
    init(of tokens: [Token], in text: [UInt8], cursor: Int?) {
        groupEnds = [Int](repeating: tokens.count, count: tokens.count)
        // The starts of the open groups.
        var starts: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .closeParenthesis, let start = starts.popLast() { groupEnds[start] = index }
            depths.append(starts.count)
            if token.kind == .openParenthesis { starts.append(index) }
        }
        var closing = tokens.count
        if let cursor {
            closing = tokens.firstIndex { $0.range.lowerBound >= cursor } ?? tokens.count
            let closed = starts.filter { $0 < closing && !Self.beginsQuery(text, tokens, $0 + 1) }
            for start in closed { groupEnds[start] = closing }
            for index in closing..<tokens.count { depths[index] -= closed.count }
        }
        starts = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .closeParenthesis { _ = starts.popLast() }
            if index == closing { starts.removeAll { groupEnds[$0] == index } }
            let end = starts.last.map { groupEnds[$0] } ?? tokens.count
            if token.kind == .openParenthesis { starts.append(index) } else { groupEnds[index] = end }
        }
    }

    private static func beginsQuery(_ text: [UInt8], _ tokens: [Token], _ index: Int) -> Bool {
        guard index < tokens.count else { return false }
        let word = text[tokens[index].range]
        return word.isWord("select") || word.isWord("with") || word.isWord("insert") || word.isWord("update")
            || word.isWord("delete") || word.isWord("values")
    }
}
