import SQLWire

/// Detects conditions that exclude no row: constants, or a column compared with itself.
struct ConstantCondition {
    let tokens: SpokenTokens
    /// The maximum nesting depth; a deeper condition may be anything.
    var level = 50

    /// Whether the condition in `range` may be true for every row; an empty one may.
    func mayBeAlwaysTrue(_ range: Range<Int>) -> Bool {
        guard level > 0 else { return true }
        let inner = ConstantCondition(tokens: tokens, level: level - 1)
        let range = withoutParentheses(range)
        let depth = range.first.map { tokens.depths[$0] } ?? 0
        let alternatives = split(range, at: depth) { tokens.isWord($0, "or") || isOperator($0, "||") }
        if alternatives.count > 1 { return alternatives.contains { inner.mayBeAlwaysTrue($0) } }
        let parts = split(range, at: depth) { tokens.isWord($0, "and") || isOperator($0, "&&") }
        if parts.count > 1 { return parts.allSatisfy { inner.mayBeAlwaysTrue($0) } }
        if let first = range.first, tokens.isWord(first, "not") || isOperator(first, "!") {
            return isConstant(range)
        }
        return isConstant(range) && !isFalse(range) || comparesWithItself(range) || matchesAnything(range)
    }

    private func isOperator(_ index: Int, _ text: String) -> Bool {
        tokens.kind(index) == .operator && tokens.bytes(index).elementsEqual(text.utf8) && tokens.dialect == .mysql
    }

    private func split(_ range: Range<Int>, at depth: Int, _ divides: (Int) -> Bool) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where tokens.depths[index] == depth && divides(index) {
            parts.append(start..<index)
            start = index + 1
        }
        return parts + [start..<range.upperBound]
    }

    private func withoutParentheses(_ range: Range<Int>) -> Range<Int> {
        var range = range
        while range.count >= 2, tokens.kind(range.lowerBound) == .openParenthesis,
            tokens.kind(range.upperBound - 1) == .closeParenthesis,
            tokens.endOfGroup(around: range.lowerBound, limit: tokens.count) == range.upperBound - 1
        {
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return range
    }

    /// Whether no column is named.
    private func isConstant(_ range: Range<Int>) -> Bool {
        !range.contains { isColumn($0) }
    }

    private func isColumn(_ index: Int) -> Bool {
        guard tokens.isName(index) else { return false }
        if tokens.kind(index) == .quotedIdentifier { return true }
        let meaning = Words.of(tokens.dialect).meaning(of: tokens.word(index))
        // A function's name, or a type before its constant.
        if tokens.kind(index + 1) == .openParenthesis || tokens.kind(index + 1) == .string { return false }
        if meaning.contains(.reserved) { return false }
        // A type in a cast.
        return !(meaning.contains(.type) && (tokens.kind(index - 1) == .operator || tokens.isWord(index - 1, "as")))
            && !["between", "exists", "unknown", "is", "in", "like", "not"].contains(tokens.word(index))
    }

    /// `false`, `0` and `1 = 0`.
    private func isFalse(_ range: Range<Int>) -> Bool {
        if range.count == 1 {
            return tokens.isWord(range.lowerBound, "false") || tokens.isWord(range.lowerBound, "null")
                || tokens.bytes(range.lowerBound) == [48]
        }
        return range.count == 3 && tokens.kind(range.lowerBound) == .number
            && tokens.kind(range.lowerBound + 2) == .number
            && tokens.bytes(range.lowerBound + 1) == [Byte.equals]
            && tokens.bytes(range.lowerBound).allSatisfy(Byte.isDigit)
            && tokens.bytes(range.lowerBound + 2).allSatisfy(Byte.isDigit)
            && tokens.bytes(range.lowerBound) != tokens.bytes(range.lowerBound + 2)
    }

    /// `a like '%'`, which excludes only NULL.
    private func matchesAnything(_ range: Range<Int>) -> Bool {
        guard range.count >= 3, tokens.kind(range.upperBound - 1) == .string else { return false }
        let verb = tokens.word(range.upperBound - 2)
        guard verb == "like" || verb == "ilike", !tokens.isWord(range.upperBound - 3, "not") else { return false }
        let pattern = tokens.bytes(range.upperBound - 1).dropFirst().dropLast()
        return !pattern.isEmpty && pattern.allSatisfy { $0 == UInt8(ascii: "%") }
    }

    /// `a.b = a.b`
    private func comparesWithItself(_ range: Range<Int>) -> Bool {
        guard range.count % 2 == 1, range.count >= 3 else { return false }
        let middle = range.lowerBound + range.count / 2
        guard tokens.kind(middle) == .operator,
            ["=", "<=", ">=", "<=>"].contains(String(decoding: tokens.bytes(middle), as: UTF8.self))
        else { return false }
        return zip(range.lowerBound..<middle, middle + 1..<range.upperBound).allSatisfy {
            let (left, right) = (tokens.unquoted($0), tokens.unquoted($1))
            return tokens.dialect == .mysql ? left.lowercased() == right.lowercased() : left == right
        }
    }
}
