import Catalog
import SQLCore
import SQLText

/// A statement or a command in a text, and where it stands.
struct Passage: Equatable {
    /// In bytes.
    let range: Range<Int>
    /// What is to be run.
    let item: ScriptItem
}

/// All statements and commands of a text. On MySQL a line may be a command of ours, which its own scanner would take
/// for something else: there the text falls into parts.
struct TextPassages: Sendable {
    private struct Part: Sendable {
        let range: Range<Int>
        /// Nil for a line that is a command.
        let ranges: StatementRanges?
        /// The command that the line is, or that ends the last statement.
        let command: ScriptCommand?
    }

    private var parts: [Part] = []

    /// The parts of a text at whose beginning a delimiter holds; an empty one is `;`.
    init(of text: [UInt8], rules: LexRules, delimiter: [UInt8] = []) {
        guard rules.dialect == .mysql, text.contains(0x5C) else {
            let ranges = StatementRanges(of: text, rules: rules, delimiter: delimiter)
            parts = [Part(range: 0..<text.count, ranges: ranges, command: nil)]
            return
        }
        var delimiter = delimiter
        var start = 0
        var line = 0
        while line < text.count {
            let end = text[line...].firstIndex(of: 0x0A) ?? text.count
            let bytes = Array(text[line..<end])
            if let command = WorkspaceLine.command(in: bytes, dialect: .mysql),
                Self.isComplete(Array(text[start..<line]), rules, delimiter)
            {
                append(text, start..<line, rules, &delimiter)
                let first = line + (bytes.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? 0)
                parts.append(Part(range: first..<end, ranges: nil, command: command))
                start = min(end + 1, text.count)
            } else if bytes.contains(0x5C),
                let (command, length) = WorkspaceLine.ending(of: Array(text[start..<end]), dialect: .mysql)
            {
                let ranges = StatementRanges(
                    of: Array(text[start..<start + length]), rules: rules, delimiter: delimiter)
                delimiter = ranges.delimiter
                parts.append(Part(range: start..<end, ranges: ranges, command: command))
                start = min(end + 1, text.count)
            }
            line = end + 1
        }
        append(text, start..<text.count, rules, &delimiter)
    }

    /// In the order of the text.
    var all: [Passage] {
        parts.flatMap { part -> [Passage] in
            guard let ranges = part.ranges else {
                return part.command.map { [Passage(range: part.range, item: .command($0))] } ?? []
            }
            return ranges.all.map { passage($0, in: part) }
        }
    }

    /// The one that is meant with the cursor before a byte.
    func under(cursor: Int) -> Passage? {
        let at = parts.lastIndex { $0.range.lowerBound <= cursor } ?? 0
        guard parts.indices.contains(at) else { return nil }
        let part = parts[at]
        if let found = part.ranges?.under(cursor: cursor - part.range.lowerBound) { return passage(found, in: part) }
        if part.ranges == nil, let command = part.command { return Passage(range: part.range, item: .command(command)) }
        // Below a command, with nothing of its own: the command above is meant.
        return at > 0 ? all.last { $0.range.upperBound <= part.range.lowerBound } : nil
    }

    private mutating func append(
        _ text: [UInt8], _ range: Range<Int>, _ rules: LexRules, _ delimiter: inout [UInt8]
    ) {
        guard !range.isEmpty || parts.isEmpty else { return }
        let ranges = StatementRanges(of: Array(text[range]), rules: rules, delimiter: delimiter)
        delimiter = ranges.delimiter
        parts.append(Part(range: range, ranges: ranges, command: nil))
    }

    private func passage(_ found: StatementRange, in part: Part) -> Passage {
        let start = part.range.lowerBound
        let range = found.range.lowerBound + start..<found.range.upperBound + start
        guard case .statement(var statement) = found.item, statement.ending == .endOfInput, let command = part.command
        else { return Passage(range: range, item: found.item) }
        statement.ending = .command(command)
        return Passage(range: range.lowerBound..<part.range.upperBound, item: .statement(statement))
    }

    /// Whether no statement is open at a text's end.
    private static func isComplete(_ text: [UInt8], _ rules: LexRules, _ delimiter: [UInt8]) -> Bool {
        guard
            case .statement(let statement)? = StatementRanges(of: text, rules: rules, delimiter: delimiter).all.last?
                .item
        else {
            return true
        }
        return statement.ending != .endOfInput
    }
}
