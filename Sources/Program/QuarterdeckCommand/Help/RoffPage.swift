/// A page in the `man` macros of roff. Source: groff_man(7), groff_char(7).
struct RoffPage {
    /// The name, the section and the line that `apropos` shows.
    let name: String
    let section: Int
    let summary: String
    private var lines: [String] = []

    /// The file name that `man` expects.
    var fileName: String { "\(name).\(section)" }

    /// The whole file.
    ///
    /// - Parameter version: The text of the page's footer.
    func text(version: String) -> String {
        let head = [
            ".TH \(Self.argument(name.uppercased())) \(section) \"\" \(Self.argument("Quarterdeck \(version)")) \"Quarterdeck manual\"",
            ".nh", ".ad l", ".SH NAME", Self.words(name) + " \\- " + Self.words(summary),
        ]
        return (head + lines).joined(separator: "\n") + "\n"
    }

    init(name: String, section: Int, summary: String) {
        self.name = name
        self.section = section
        self.summary = summary
    }

    mutating func heading(_ text: String) { lines.append(".SH " + Self.argument(text.uppercased())) }

    /// Appends a list entry: a term and its description.
    mutating func entry(_ tag: String, _ text: String) {
        lines += [".TP", ".B " + Self.argument(tag), text.isEmpty ? "\\&" : Self.words(text)]
    }

    mutating func paragraph(_ text: String) { lines += [".PP", Self.words(text)] }

    mutating func code(_ code: [String]) {
        lines += [".PP", ".RS 4", ".nf"] + code.map(Self.line) + [".fi", ".RE"]
    }

    mutating func add(_ blocks: [ManualBlock]) {
        for block in blocks {
            switch block {
            case .heading(let level, let text):
                if level <= 2 { heading(text) } else { lines.append(".SS " + Self.argument(text)) }
            case .paragraph(let text): paragraph(text)
            case .item(let text): lines += [".IP \\(bu 2", Self.words(text)]
            case .code(let code): self.code(code)
            case .table(let rows):
                for row in rows.dropFirst() { entry(row.first ?? "", row.dropFirst().joined(separator: "; ")) }
            }
        }
    }

    /// Makes words between backticks bold, and escapes what roff would interpret.
    private static func words(_ text: String) -> String {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        guard parts.count % 2 == 1 else { return line(text) }
        let marked = parts.enumerated().map { number, part in
            number % 2 == 0 ? escaped(part) : "\\fB\(escaped(part))\\fR"
        }.joined()
        return first(marked)
    }

    private static func line(_ text: String) -> String { first(escaped(text)) }

    private static func argument(_ text: String) -> String {
        "\""
            + escaped(text.filter { $0 != "`" }).split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\\(dq") + "\""
    }

    /// roff takes a line that begins with a dot or an apostrophe as a request.
    private static func first(_ text: String) -> String {
        text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }

    private static func escaped(_ text: some StringProtocol) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "^": result += "\\(ha"
            case "~": result += "\\(ti"
            case "`": result += "\\(ga"
            case "'": result += "\\(aq"
            default: result.append(character)
            }
        }
        return result
    }
}
