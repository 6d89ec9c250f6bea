import SQLScript
import SQLWire

/// Scans a text with the scanner of its dialect.
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
        while let item = scanner.next() {
            var found = StatementRange(range: trimmed(scanner.itemRange), item: item)
            if case .statement(let statement) = item, lexer.readsCopyData(statement.text) {
                found.awaitsData = true
                // The rest of the statement's line is SQL that comes after the data, as in psql.
                if let start = lineAfter(scanner.itemRange.upperBound) {
                    let (end, isEnded) = skipData(from: start, &scanner)
                    (found.data, found.awaitsData) = (start..<end, !isEnded)
                }
            }
            ranges.append(found)
        }
        return ranges
    }

    /// The range without trailing space.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = min(range.upperBound, text.count)
        while end > range.lowerBound, text[end - 1] <= Byte.space { end -= 1 }
        return min(range.lowerBound, end)..<end
    }

    /// The start of the line after the one that contains `end`.
    private func lineAfter(_ end: Int) -> Int? {
        text[min(end, text.count)...].firstIndex(of: Byte.lineFeed).map { $0 + 1 }
    }

    private func isEndOfData(_ line: ArraySlice<UInt8>) -> Bool {
        let rest = line.dropFirst(2)
        return line.starts(with: [Byte.backslash, Byte.dot])
            && (rest.isEmpty || rest.first == Byte.lineFeed || rest.starts(with: [Byte.carriageReturn, Byte.lineFeed]))
    }

    private func skipData(from start: Int, _ scanner: inout PostgreSQLScanner) -> (end: Int, isEnded: Bool) {
        var end = start
        while let line = scanner.nextDataLine() {
            end = min(end + line.count, text.count)
            if isEndOfData(line.prefix(4)) { return (end, true) }
        }
        return (end, false)
    }
}
