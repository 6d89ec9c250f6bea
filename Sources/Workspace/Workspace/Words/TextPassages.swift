import SQLCore
import SQLText

/// A statement or a command in a text, and where it stands.
struct Passage: Equatable {
    /// In bytes.
    let range: Range<Int>
    /// What is to be run.
    let item: ScriptItem

    /// Whether it is a statement that nothing ends: psql's query buffer.
    var isUnfinished: Bool {
        guard case .statement(let statement) = item else { return false }
        return statement.ending == .endOfInput
    }
}

/// All statements and commands of a text, as the workspace reads it.
struct TextPassages: Sendable {
    private let ranges: StatementRanges

    /// The parts of a text at whose beginning a delimiter holds; an empty one is `;`.
    init(of text: [UInt8], rules: LexRules, delimiter: [UInt8] = []) {
        var rules = rules
        rules.hasWorkspaceCommands = true
        ranges = StatementRanges(of: text, rules: rules, delimiter: delimiter)
    }

    /// In the order of their ends; a command may stand inside of a statement's range.
    var all: [Passage] { ranges.all.map { Passage(range: $0.range, item: $0.item) } }

    /// The one that is meant with the cursor before a byte.
    func under(cursor: Int) -> Passage? {
        ranges.under(cursor: cursor).map { Passage(range: $0.range, item: $0.item) }
    }
}
