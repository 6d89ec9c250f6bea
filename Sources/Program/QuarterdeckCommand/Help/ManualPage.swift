import TerminalUI

/// A manual page as plain text for a terminal. Backticks, which only mark code, are removed.
struct ManualPage {
    private let columns: Int
    private var lines: [String] = []

    /// The page in lines of at most `columns` columns; code lines keep their length.
    static func text(_ markdown: String, columns: Int) -> String {
        var page = ManualPage(columns: max(40, columns))
        var previous: ManualBlock?
        for block in ManualBlock.parse(markdown) {
            if let previous, !belong(previous, block) { page.lines.append("") }
            page.add(block)
            previous = block
        }
        return page.lines.joined(separator: "\n") + "\n"
    }

    private init(columns: Int) { self.columns = columns }

    /// Items of one list have no empty line between them.
    private static func belong(_ first: ManualBlock, _ second: ManualBlock) -> Bool {
        if case .item = first, case .item = second { return true }
        return false
    }

    private mutating func add(_ block: ManualBlock) {
        switch block {
        case .heading(_, let text): lines.append(Self.plain(text).uppercased())
        case .paragraph(let text): lines += TextCut.wrap(Self.plain(text), columns: columns)
        case .item(let text):
            for (number, line) in TextCut.wrap(Self.plain(text), columns: columns - 2).enumerated() {
                lines.append((number == 0 ? "* " : "  ") + line)
            }
        case .code(let code): lines += code.map { $0.isEmpty ? "" : "    " + $0 }
        case .table(let rows): add(rows.map { $0.map(Self.plain) })
        }
    }

    /// The first column as wide as its widest cell, at most a third of the page; the second takes the rest.
    private mutating func add(_ rows: [[String]]) {
        let widest = rows.map { DisplayWidth.of($0.first ?? "") }.max() ?? 0
        let width = min(widest, columns / 3)
        for row in rows {
            let left = TextCut.wrap(row.first ?? "", columns: width)
            let right = TextCut.wrap(row.dropFirst().joined(separator: "  "), columns: columns - width - 4)
            for number in 0..<max(left.count, right.count) {
                let head = number < left.count ? left[number] : ""
                let tail = number < right.count ? right[number] : ""
                lines.append("  " + DisplayWidth.padding(head, to: width) + "  " + tail)
            }
        }
    }

    private static func plain(_ text: String) -> String { text.filter { $0 != "`" } }
}
