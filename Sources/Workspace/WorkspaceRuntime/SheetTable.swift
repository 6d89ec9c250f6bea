import TerminalUI
import Workspace

/// Rows of names as aligned lines of text.
enum SheetTable {
    private static let widest = 400

    static func lines(columns: [String], rows: [[String?]]) -> [SheetLine] {
        guard !columns.isEmpty else { return [] }
        // A definition has its own lines, which stay unchanged for reading and copying.
        if columns.count == 1, rows.contains(where: { $0.first??.contains("\n") == true }) {
            return texts(rows.compactMap { $0.first ?? nil })
        }
        let cells = rows.map { row in row.map { cut(HarmlessText.of($0 ?? "")) } }
        let widths = columns.indices.map { index in
            let all = cells.map { $0.indices.contains(index) ? DisplayWidth.of($0[index]) : 0 }
            return max(DisplayWidth.of(HarmlessText.of(columns[index])), all.max() ?? 0)
        }
        let heading = line(columns.map { HarmlessText.of($0) }, widths)
        return [SheetLine(heading, .heading)] + cells.map { SheetLine(line($0, widths)) }
    }

    private static func texts(_ texts: [String]) -> [SheetLine] {
        texts.enumerated().flatMap { index, text in
            (index > 0 ? [SheetLine("")] : [])
                + text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    SheetLine(HarmlessText.of(withoutTabs($0)))
                }
        }
    }

    /// Replaces tabs by blanks, so that a copy from the screen is still SQL.
    private static func withoutTabs(_ line: Substring) -> String {
        guard line.contains("\t") else { return String(line) }
        return line.split(separator: "\t", omittingEmptySubsequences: false).dropLast().reduce(into: "") { text, part in
            text += part
            text += String(repeating: " ", count: 8 - DisplayWidth.of(text) % 8)
        } + (line.split(separator: "\t", omittingEmptySubsequences: false).last ?? "")
    }

    /// One row as one line for each value.
    static func record(columns: [String], row: [String?]) -> [SheetLine] {
        let named = zip(columns, row).compactMap { name, value in value.map { (HarmlessText.of(name), $0) } }
        let width = named.map { DisplayWidth.of($0.0) }.max() ?? 0
        return named.flatMap { name, value in
            value.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { index, line in
                let label = DisplayWidth.padding(index == 0 ? name : "", to: width)
                return SheetLine("\(label)  \(HarmlessText.of(withoutTabs(line)))")
            }
        }
    }

    /// Cuts only extremely long lines; the user can scroll sideways in others.
    private static func cut(_ text: String) -> String {
        text.utf8.count <= widest ? text : TextCut.end(text, columns: widest)
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = zip(cells, widths).map { DisplayWidth.padding($0, to: $1) }
        let text = padded.joined(separator: "  ")
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}
