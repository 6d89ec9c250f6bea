import SQLCore

/// Goes through a text with the scanner of its dialect.
struct StatementScan {
    let text: [UInt8]
    let lexer: SQLLexer

    func mysql(_ scanner: inout MySQLScanner) -> [StatementRange] {
        scanner.feed(text)
        scanner.finish()
        var ranges: [StatementRange] = []
        while let item = scanner.next() {
            ranges.append(StatementRange(range: trimmed(scanner.itemRange), item: item, data: nil))
        }
        return ranges
    }

    func postgresql(_ scanner: inout PostgreSQLScanner) -> [StatementRange] {
        scanner.feed(text)
        scanner.finish()
        var ranges: [StatementRange] = []
        var lastDataEnd: Int?
        while let item = scanner.next() {
            let range = trimmed(scanner.itemRange)
            var data: Range<Int>?
            if case .statement(let statement) = item, readsData(statement.text),
                let start = dataStart(after: scanner.itemRange.upperBound)
            {
                // Searched for once only, so that a text of nothing but COPY is not searched again and again.
                let last = lastDataEnd ?? lastEndOfData()
                lastDataEnd = last
                if start <= last { data = skipData(from: start, &scanner) }
            }
            ranges.append(StatementRange(range: range, item: item, data: data))
        }
        return ranges
    }

    /// Without the space at its end.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = min(range.upperBound, text.count)
        while end > range.lowerBound, text[end - 1] <= Byte.space { end -= 1 }
        return min(range.lowerBound, end)..<end
    }

    /// Whether it is a `COPY … FROM STDIN`.
    private func readsData(_ statement: [UInt8]) -> Bool {
        guard statement.hasWordPrefix("copy") else { return false }
        var isBehindFrom = false
        for token in lexer.lex(statement) where token.kind == .keyword {
            let word = statement[token.range]
            if isBehindFrom { return word.isWord("stdin") }
            isBehindFrom = word.isWord("from")
        }
        return false
    }

    /// Where the line after `end` begins, if nothing else is in the line that `end` is in.
    private func dataStart(after end: Int) -> Int? {
        guard let lineFeed = text[min(end, text.count)...].firstIndex(of: Byte.lineFeed),
            text[end..<lineFeed].allSatisfy({ $0 <= Byte.space })
        else { return nil }
        return lineFeed + 1
    }

    /// Where the last line that is `\.` begins; -1 when there is none.
    private func lastEndOfData() -> Int {
        var index = text.count - 2
        while index >= 0 {
            if text[index] == Byte.backslash, text[index + 1] == Byte.dot,
                index == 0 || text[index - 1] == Byte.lineFeed, isEndOfData(text[index...].prefix(4))
            {
                return index
            }
            index -= 1
        }
        return -1
    }

    private func isEndOfData(_ line: ArraySlice<UInt8>) -> Bool {
        let rest = line.dropFirst(2)
        return line.starts(with: [Byte.backslash, Byte.dot])
            && (rest.isEmpty || rest.first == Byte.lineFeed || rest.starts(with: [Byte.carriageReturn, Byte.lineFeed]))
    }

    private func skipData(from start: Int, _ scanner: inout PostgreSQLScanner) -> Range<Int> {
        var end = start
        while let line = scanner.nextDataLine() {
            end += line.count
            if isEndOfData(line.prefix(4)) { break }
        }
        return start..<min(end, text.count)
    }
}
