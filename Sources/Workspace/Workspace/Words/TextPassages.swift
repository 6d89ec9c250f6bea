import SQLCore
import SQLText

/// A statement or a command in a text, and where it stands.
struct Passage: Equatable {
    /// In bytes; with the data of a `COPY … FROM STDIN`.
    let range: Range<Int>
    /// What is to be run.
    let item: ScriptItem
    /// The data of a `COPY … FROM STDIN` that stand below it, without the line that ends them.
    var data: [UInt8]?
    /// Whether data are to follow, or to be ended.
    var awaitsData = false

    /// The same at another place.
    func moved(to range: Range<Int>) -> Passage {
        Passage(range: range, item: item, data: data, awaitsData: awaitsData)
    }

    /// Whether it is a statement that nothing ends: psql's query buffer.
    var isUnfinished: Bool {
        guard case .statement(let statement) = item else { return false }
        return statement.ending == .endOfInput || awaitsData
    }
}

/// All statements and commands of a text, as the workspace reads it.
struct TextPassages: Sendable {
    private let ranges: StatementRanges
    private let text: [UInt8]

    /// The parts of a text at whose beginning a delimiter holds; an empty one is `;`.
    init(of text: [UInt8], rules: LexRules, delimiter: [UInt8] = []) {
        var rules = rules
        rules.hasWorkspaceCommands = true
        self.text = text
        ranges = StatementRanges(of: text, rules: rules, delimiter: delimiter)
    }

    /// In the order of their ends; a command may stand inside of a statement's range.
    var all: [Passage] { ranges.all.map(passage) }

    /// The one that is meant with the cursor before a byte.
    func under(cursor: Int) -> Passage? { ranges.under(cursor: cursor).map(passage) }

    private func passage(_ found: StatementRange) -> Passage {
        guard let data = found.data else {
            return Passage(range: found.range, item: found.item, awaitsData: found.awaitsData)
        }
        var rows = text[data]
        if !found.awaitsData {
            // The last line says that they end.
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
