import Failures
import TerminalUI
import Themes

/// A cluster's failure in the available lines.
struct TroubleText {
    typealias Line = [(String, Role)]

    let lines: [Line]

    /// - Parameters:
    ///   - more: The text that names where to read the rest.
    init(_ failure: Failure, columns: Int, rows: Int, more: String) {
        let parts: [(label: String, text: String, role: Role)] =
            [("", failure.what, .messageError)]
            + [("why: ", failure.why), ("try: ", failure.next)].compactMap { label, text in
                text.map { (label, $0, .text) }
            }
        let separate = parts.flatMap { part -> [Line] in
            let margin = part.label.utf8.count
            return TextCut.wrap(HarmlessText.of(part.text), columns: columns - margin).enumerated().map { index, text in
                [(index == 0 ? part.label : String(repeating: " ", count: margin), .label), (text, part.role)]
            }
        }
        guard separate.count > rows else {
            lines = separate
            return
        }
        // On fewer lines; if it still does not fit, it ends with the place of the rest.
        let text = parts.map { HarmlessText.of($0.label + $0.text) }.joined(separator: "; ")
        let flowing = TextCut.wrap(text, columns: columns)
        guard flowing.count > rows, rows > 0 else {
            lines = flowing.map { [($0, .messageError)] }
            return
        }
        let last = TextCut.end(
            flowing[rows - 1] + " " + flowing[rows], columns: max(1, columns - DisplayWidth.of(more) - 1))
        lines =
            flowing.prefix(rows - 1).map { [($0, .messageError)] } + [[(last + " ", .messageError), (more, .hintKey)]]
    }
}
