import Failures
import TOML
import TerminalUI
import Themes

/// What is wrong with a cluster, why, and what helps, each beginning a line of its own.
struct TroubleText {
    typealias Line = [(String, Role)]

    /// A text with a label before it.
    private struct Part {
        let label: String
        let text: String
        let role: Role

        /// The text on lines of `columns`, below each other after the label.
        func lines(_ columns: Int) -> [Line] {
            let margin = DisplayWidth.of(label)
            let wrapped = TextCut.wrap(HarmlessText.of(text), columns: max(1, columns - margin))
            return wrapped.enumerated().map { index, text in
                [(index == 0 ? label : String(repeating: " ", count: margin), .label), (text, role)]
            }
        }
    }

    private let parts: [Part]

    /// The failure of a row or the mistakes in its entry of the profile file; nil when nothing is wrong.
    init?(_ row: ClusterRow) {
        if row.cluster == nil {
            parts = row.issues.flatMap { issue in
                [Part(label: issue.place + " ", text: issue.message, role: .text)]
                    + (issue.suggestion.map { [Part(label: "try: ", text: $0, role: .textStrong)] } ?? [])
            }
        } else if let failure = row.trouble {
            parts =
                [Part(label: "", text: failure.what, role: .messageError)]
                + [("why: ", failure.why), ("try: ", failure.next)].compactMap { label, text in
                    text.map { Part(label: label, text: $0, role: .text) }
                }
        } else {
            return nil
        }
    }

    /// The number of lines of the whole text.
    func height(columns: Int) -> Int { parts.reduce(0) { $0 + $1.lines(columns).count } }

    /// At most `rows` lines. If the text is longer, every part keeps its first line as far as possible, the middle ones
    /// give way, and the last line ends with `more`, which names where to read the rest.
    func lines(columns: Int, rows: Int, more: String, ellipsis: String) -> [Line] {
        let all = parts.map { $0.lines(columns) }
        guard all.reduce(0, { $0 + $1.count }) > rows, rows > 0 else { return Array(all.joined().prefix(max(0, rows))) }
        var counts = Array(repeating: 0, count: all.count)
        // What failed and what helps are more important than the reason.
        var turn = Array(all.indices)
        if turn.count > 2 { turn.swapAt(1, turn.count - 1) }
        for _ in 0..<rows {
            guard let least = turn.filter({ counts[$0] < all[$0].count }).min(by: { counts[$0] < counts[$1] })
            else { break }
            counts[least] += 1
        }
        var lines: [Line] = []
        for (part, count) in zip(all, counts) where count > 0 {
            var shown = part.prefix(count).map(\.self)
            if count < part.count, let last = shown.popLast() {
                shown.append(Self.cut(last, to: columns, ellipsis, goesOn: true))
            }
            lines += shown
        }
        if let last = lines.popLast() {
            lines.append(
                Self.cut(last, to: columns - DisplayWidth.of(more) - 1, ellipsis, goesOn: false)
                    + [(" " + more, .hintKey)])
        }
        return lines
    }

    /// The line cut to `columns`; it ends with an ellipsis if its text goes on.
    private static func cut(_ line: Line, to columns: Int, _ ellipsis: String, goesOn: Bool) -> Line {
        guard let (text, role) = line.last else { return line }
        let room = columns - line.dropLast().reduce(0) { $0 + DisplayWidth.of($1.0) }
        let whole = goesOn ? text + ellipsis : text
        return line.dropLast() + [(TextCut.end(whole, columns: max(0, room), ellipsis: ellipsis), role)]
    }
}
