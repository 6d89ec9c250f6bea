import SQLScript
import SQLText

/// A statement or a command in a text, with its range.
struct Passage: Equatable {
    /// In bytes, including the data of a `COPY … FROM STDIN`.
    let range: Range<Int>
    /// The scanner's item.
    let item: ScriptItem
    /// The data of a `COPY … FROM STDIN` below it, without the line that ends it.
    var data: [UInt8]?
    /// Whether its data is missing or not ended.
    var awaitsData = false

    /// The same passage at another range.
    func moved(to range: Range<Int>) -> Passage {
        Passage(range: range, item: item, data: data, awaitsData: awaitsData)
    }

    /// Whether it is an unterminated statement: psql's query buffer.
    var isUnfinished: Bool {
        guard case .statement(let statement) = item else { return false }
        return statement.ending == .endOfInput || awaitsData
    }
}

/// All statements and commands of a text, by the workspace's rules.
struct TextPassages: Sendable {
    private let ranges: StatementRanges
    private let text: [UInt8]

    /// Scans a part of a text; an empty delimiter means `;`.
    init(of text: [UInt8], rules: LexRules, delimiter: [UInt8] = []) {
        var rules = rules
        rules.hasWorkspaceCommands = true
        self.text = text
        ranges = StatementRanges(of: text, rules: rules, delimiter: delimiter)
    }

    /// In the order of their ends; a command may lie inside a statement's range.
    var all: [Passage] { ranges.all.map(passage) }

    /// The passage for a cursor before a byte.
    func under(cursor: Int) -> Passage? { ranges.under(cursor: cursor).map(passage) }

    private func passage(_ found: StatementRange) -> Passage {
        guard let data = found.data else {
            return Passage(range: found.range, item: found.item, awaitsData: found.awaitsData)
        }
        var rows = text[data]
        if !found.awaitsData {
            // The last line ends the data.
            if rows.last == 0x0A { rows.removeLast() }
            rows = rows.prefix((rows.lastIndex(of: 0x0A) ?? rows.startIndex - 1) + 1 - rows.startIndex)
        }
        var end = data.upperBound
        while end > found.range.upperBound, text[end - 1] <= 0x20 { end -= 1 }
        return Passage(
            range: found.range.lowerBound..<max(end, found.range.upperBound), item: found.item, data: Array(rows),
            awaitsData: found.awaitsData)
    }
}
