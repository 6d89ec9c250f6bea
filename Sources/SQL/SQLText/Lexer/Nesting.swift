import SQLCore

/// Which parentheses tokens are in.
struct Nesting {
    /// How many parentheses are open before each token; a parenthesis itself is outside.
    private(set) var depths: [Int] = []
    /// Where the parentheses around each token are closed, or the number of tokens; for an opening parenthesis, where
    /// that one is.
    private(set) var groupEnds: [Int]

    /// - Parameter cursor: The byte that something is being typed before: parentheses that are open there and never
    ///   closed are taken for closed there, unless a query begins in them.
    init(of tokens: [Token], in text: [UInt8], cursor: Int?) {
        groupEnds = [Int](repeating: tokens.count, count: tokens.count)
        // Where the groups begin that are open.
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
