import SQLScript
import SQLWire

/// All statements and commands of an editor's text, as the script scanner finds them.
public struct StatementRanges: Sendable {
    /// In the order of their ends; a command may lie inside a statement's range.
    public let all: [StatementRange]
    /// MySQL's delimiter after the text; `;` on PostgreSQL.
    public let delimiter: [UInt8]
    private let text: [UInt8]

    /// Scans a text.
    ///
    /// - Parameter delimiter: MySQL's delimiter at the text's beginning; empty for `;`.
    public init(of text: [UInt8], rules: LexRules, delimiter: [UInt8] = []) {
        self.text = text
        switch rules.dialect {
        case .postgresql:
            var scanner = PostgreSQLScanner()
            scanner.standardConformingStrings = !rules.hasBackslashEscapes
            all = StatementScan(text: text, lexer: SQLLexer(rules: rules)).postgresql(&scanner)
            self.delimiter = [Byte.semicolon]
        case .mysql:
            var scanner = MySQLScanner()
            scanner.noBackslashEscapes = !rules.hasBackslashEscapes
            scanner.knowsWorkspaceCommands = rules.hasWorkspaceCommands
            if !delimiter.isEmpty { scanner.delimiter = delimiter }
            scanner.ansiQuotes = rules.hasANSIQuotes
            all = StatementScan(text: text, lexer: SQLLexer(rules: rules)).mysql(&scanner)
            self.delimiter = scanner.delimiter
        }
    }

    /// The statement or command for a cursor before byte `cursor`. In this order: the one that contains the cursor or
    /// ends at it; the one that ends before it in its line; the one below, if only comments are between; the one above;
    /// the one below. Nil when there is none.
    public func under(cursor: Int) -> StatementRange? {
        let cursor = max(0, min(cursor, text.count))
        let index = firstEnding(atOrAfter: cursor)
        let following = all[index...]
        let inside = following.first { $0.range.lowerBound <= cursor && cursor < $0.range.upperBound }
        // Of two adjacent ones, the one that begins at the cursor; of two nested ones, the inner one.
        if let ended = following.first, ended.range.upperBound == cursor {
            return inside.flatMap { $0.range.lowerBound == cursor ? $0 : nil } ?? ended
        }
        if let inside { return inside }
        let above = index > 0 ? all[index - 1] : nil
        if let data = above?.data, cursor < data.upperBound { return above }
        let below = following.first
        guard let above else { return below }
        guard let below else { return above }
        let lineStart = text[..<cursor].lastIndex(of: Byte.lineFeed).map { $0 + 1 } ?? 0
        if above.range.upperBound >= lineStart { return above }
        return hasBlankLine(from: lineStart, to: below.range.lowerBound) ? above : below
    }

    /// The index of the first one that does not end before `cursor`.
    private func firstEnding(atOrAfter cursor: Int) -> Int {
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if all[middle].range.upperBound < cursor { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func hasBlankLine(from start: Int, to end: Int) -> Bool {
        text[start..<max(start, end)].split(separator: Byte.lineFeed, omittingEmptySubsequences: false).dropLast()
            .contains { $0.allSatisfy { $0 <= Byte.space } }
    }
}
