import TerminalUI

/// A page of the manual as plain text for a terminal.
///
/// It reads headings (`#`), tables (`| a | b |`), list items (`* `), indented code and paragraphs. Backticks, which
/// only mark words to type, are removed.
struct ManualPage {
    private let columns: Int
    private var lines: [String] = []
    private var table: [[String]] = []
    private var paragraph = ""
    private var indent = 0

    /// The page in lines of at most `columns` columns; code lines keep their length.
    static func text(_ markdown: String, columns: Int) -> String {
        var page = ManualPage(columns: max(40, columns))
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) { page.add(line) }
        page.finishBlock()
        return page.lines.joined(separator: "\n") + "\n"
    }

    private init(columns: Int) { self.columns = columns }

    private mutating func add(_ line: Substring) {
        if line.hasPrefix("|") {
            finishParagraph()
            table.append(Self.cells(line))
            return
        }
        finishTable()
        if line.hasPrefix("    ") {
            finishParagraph()
            lines.append(String(line))
        } else if line.hasPrefix("#") {
            finishParagraph()
            lines.append(line.drop { $0 == "#" || $0 == " " }.uppercased())
        } else if line.isEmpty {
            finishParagraph()
            if lines.last?.isEmpty == false { lines.append("") }
        } else if line.hasPrefix("* ") {
            finishParagraph()
            paragraph = String(line.dropFirst(2))
            indent = 2
        } else {
            let words = line.drop { $0 == " " }
            paragraph += paragraph.isEmpty ? String(words) : " " + words
        }
    }

    private mutating func finishBlock() {
        finishParagraph()
        finishTable()
        while lines.last?.isEmpty == true { lines.removeLast() }
    }

    private mutating func finishParagraph() {
        guard !paragraph.isEmpty else { return }
        let wrapped = TextCut.wrap(Self.plain(paragraph), columns: columns - indent)
        for (number, line) in wrapped.enumerated() {
            lines.append((indent == 0 ? "" : number == 0 ? "* " : "  ") + line)
        }
        (paragraph, indent) = ("", 0)
    }

    /// The first column is as wide as its widest cell, but at most a third of the page; the second one gets the rest.
    private mutating func finishTable() {
        guard !table.isEmpty else { return }
        let rows = table.filter { row in !row.allSatisfy { cell in cell.allSatisfy { $0 == "-" } } }
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
        table = []
    }

    private static func cells(_ line: Substring) -> [String] {
        var cells: [String] = []
        var cell = ""
        var isEscaped = false
        for character in line.dropFirst() {
            if isEscaped {
                cell.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "|" {
                cells.append(plain(cell.split(separator: " ").joined(separator: " ")))
                cell = ""
            } else {
                cell.append(character)
            }
        }
        return cells
    }

    private static func plain(_ text: String) -> String { text.filter { $0 != "`" } }
}
