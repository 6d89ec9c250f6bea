import SQLWire

extension SpokenTokens {
    /// The statements of the text as ranges of tokens, as the server splits it; without empty ones.
    func statements() -> [Range<Int>] {
        var statements: [Range<Int>] = []
        var start = 0
        // The number of searches for unterminated bodies is limited; useful texts need few.
        var budget = 4 * count
        while start < count {
            let end = endOfStatement(from: start, &budget)
            if start < end { statements.append(start..<end) }
            start = end + 1
        }
        return statements
    }

    /// The end of the statement that begins at `start`. A routine's body is part of its definition, unless `BEGIN` and
    /// `END` do not match: then every semicolon may end it.
    private func endOfStatement(from start: Int, _ budget: inout Int) -> Int {
        let first = firstTerminator(from: start)
        guard isWord(start, "create"), let body = beginOfBody(from: start, to: first) else { return first }
        var depth = 0
        for index in body..<count {
            budget -= 1
            guard budget > 0 else { break }
            if isWord(index, "begin") || isWord(index, "case"), !isWord(index - 1, "end") {
                depth += 1
            } else if isWord(index, "end"), !endsOther(index + 1) {
                depth -= 1
                if depth == 0 { return firstTerminator(from: index) }
            }
        }
        return first
    }

    private func firstTerminator(from start: Int) -> Int {
        (start..<count).first { tokens[$0].kind == .terminator } ?? count
    }

    /// `END IF`, whose `IF` is not counted.
    private func endsOther(_ index: Int) -> Bool {
        isWord(index, "if") || isWord(index, "loop") || isWord(index, "while") || isWord(index, "repeat")
            || isWord(index, "for")
    }

    /// The `BEGIN` of the body between a `CREATE FUNCTION` (or similar) and `end`.
    private func beginOfBody(from start: Int, to end: Int) -> Int? {
        let isRoutine = (start..<min(end, start + 12)).contains { index in
            ["function", "procedure", "trigger", "event", "package"].contains(word(index))
        }
        guard isRoutine else { return nil }
        return (start..<end).first { index in
            isWord(index, "begin") && depths[index] == 0
                && (dialect == .mysql || isWord(index + 1, "atomic"))
        }
    }
}
