/// A part of a manual page.
///
/// Pages use only these forms of Markdown: headings (`#`), tables (`| a | b |`), list items (`* `), code (four spaces)
/// and paragraphs.
enum ManualBlock: Equatable {
    /// A heading; the page's own has level 1.
    case heading(level: Int, String)
    case paragraph(String)
    case item(String)
    /// Lines that are not wrapped, without the four spaces.
    case code([String])
    /// Rows of cells, without the separator line.
    case table([[String]])

    /// The blocks of a page, in order.
    static func parse(_ markdown: String) -> [ManualBlock] {
        var reader = Reader()
        for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) { reader.read(line) }
        reader.finish()
        return reader.blocks
    }

    private struct Reader {
        var blocks: [ManualBlock] = []
        /// The block that the next line may continue.
        private var open: ManualBlock?
        /// Empty lines within code belong to it if more code follows.
        private var emptyLines = 0

        mutating func read(_ line: Substring) {
            if line.isEmpty {
                if case .code = open { emptyLines += 1 } else { finish() }
                return
            }
            if line.hasPrefix("    ") {
                addCode(String(line.dropFirst(4)))
            } else if line.hasPrefix("|") {
                addRow(Self.cells(line))
            } else if line.hasPrefix("#") {
                finish()
                let level = line.prefix { $0 == "#" }.count
                blocks.append(.heading(level: level, String(line.dropFirst(level).drop { $0 == " " })))
            } else if line.hasPrefix("* ") {
                finish()
                open = .item(String(line.dropFirst(2)))
            } else {
                addWords(String(line.drop { $0 == " " }))
            }
        }

        mutating func finish() {
            if let open { blocks.append(open) }
            (open, emptyLines) = (nil, 0)
        }

        private mutating func addCode(_ line: String) {
            if case .code(let lines) = open {
                open = .code(lines + Array(repeating: "", count: emptyLines) + [line])
            } else {
                finish()
                open = .code([line])
            }
            emptyLines = 0
        }

        private mutating func addRow(_ row: [String]) {
            let isRule = row.allSatisfy { cell in !cell.isEmpty && cell.allSatisfy { $0 == "-" } }
            if case .table(let rows) = open {
                open = .table(isRule ? rows : rows + [row])
            } else {
                finish()
                open = .table(isRule ? [] : [row])
            }
        }

        private mutating func addWords(_ words: String) {
            switch open {
            case .paragraph(let text): open = .paragraph(text + " " + words)
            case .item(let text): open = .item(text + " " + words)
            case .heading, .code, .table, nil:
                finish()
                open = .paragraph(words)
            }
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
                    cells.append(cell.split(separator: " ").joined(separator: " "))
                    cell = ""
                } else {
                    cell.append(character)
                }
            }
            return cells
        }
    }
}
