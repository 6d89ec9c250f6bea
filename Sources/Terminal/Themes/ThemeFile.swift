import Failures
import TOML

/// The content of one theme file, without its ancestors.
struct ThemeFile {
    /// A named colour and its position.
    struct Entry {
        let color: PaletteColor
        let file: String
        let position: SourcePosition
    }

    /// The path of the file, for issues.
    let file: String
    /// Whether the file was TOML; otherwise it has no content.
    let isTOML: Bool
    let inherits: (name: String, position: SourcePosition)?
    let about: String?
    let backdrop: Backdrop?
    /// The minimum contrast that the file promises.
    let contrast: Int?
    let palette: [String: Entry]
    let styles: [String: StyleDefinition]
    let issues: [SourceIssue]

    /// The maximum size of a theme file in bytes.
    static let largestByteCount = 64 << 10
    private static let mostColors = 256

    /// Parses a theme's text. Errors are reported and skipped.
    init(reading bytes: [UInt8], file: String) {
        self.file = file
        var issues = ThemeIssues(file: file)
        let root: TOMLTable
        do {
            root = try TOMLDocument(parsing: bytes).root
            isTOML = true
        } catch {
            root = TOMLTable(entries: [])
            isTOML = false
            let reason = error.reason.split(whereSeparator: \.isNewline).joined(separator: " ")
            issues.report(reason, at: error.position, suggestion: "correct the TOML of this line")
        }
        var top = TableReader(file: file, table: root)
        top.refuseKeys(otherThan: ["inherits", "about", "background", "contrast", "palette", "styles"])
        inherits = top.string("inherits").map { (name: $0.text, position: $0.position) }
        about = top.string("about")?.text
        backdrop = top.word("background", as: Backdrop.self)
        contrast = top.integer("contrast", in: 3...21)
        let colors = top.table(named: "palette")
        let looks = top.table(named: "styles")
        issues.add(top.issues)

        var palette: [String: Entry] = [:]
        if let first = colors?.entries.dropFirst(Self.mostColors).first {
            issues.report("a palette has \(Self.mostColors) colours at most", at: first.position)
        }
        for entry in colors?.entries.prefix(Self.mostColors) ?? [] {
            if Self.isReserved(entry.key) {
                issues.report(
                    "`\(ThemeIssues.short(entry.key))` cannot name a colour", at: entry.position,
                    suggestion: "a name is one word that means nothing else in a style")
            } else if let color = ColorWords.entry(entry.value, &issues) {
                palette[entry.key] = Entry(color: color, file: file, position: entry.position)
            }
        }
        self.palette = palette

        var styles: [String: StyleDefinition] = [:]
        Self.read(looks?.entries ?? [], under: "", &styles, &issues)
        self.styles = styles
        self.issues = issues.all
    }

    /// A file that cannot be read, with the reason.
    init(unreadable failure: Failure, file: String) {
        isTOML = false
        (self.file, inherits, about, backdrop, contrast, palette, styles) = (file, nil, nil, nil, nil, [:], [:])
        issues = [
            SourceIssue(
                file: file, position: SourcePosition(line: 1, column: 1),
                message: failure.explained,
                suggestion: failure.next)
        ]
    }

    /// Reads `[styles]`. `token.fresh = …` without quotes creates nested tables with the same meaning.
    private static func read(
        _ entries: [TOMLTable.Entry], under parent: String, _ styles: inout [String: StyleDefinition],
        _ issues: inout ThemeIssues
    ) {
        for entry in entries {
            let name = parent + entry.key
            switch entry.value.content {
            case .table(let inner): read(inner.entries, under: name + ".", &styles, &issues)
            case _ where !RoleName.known.contains(name):
                issues.report(
                    "there is no role `\(ThemeIssues.short(name))`", at: entry.position,
                    suggestion: Suggestion.nearest(to: name, among: RoleName.known).map { "did you mean `\($0)`?" }
                        ?? "themes/README.md has all of them")
            case .string(let text):
                styles[name] = StyleDefinition(text, at: entry.value.position, key: entry.position, &issues)
            default:
                issues.report(
                    "`\(name)` is \(entry.value.kind), it has to be a string", at: entry.value.position,
                    suggestion: "\"\(name)\" = \"yellow bold\"")
            }
        }
    }

    /// Words that have another meaning in a style.
    private static func isReserved(_ name: String) -> Bool {
        name.isEmpty || name.contains(where: \.isWhitespace) || name.hasPrefix("#") || name.first?.isNumber == true
            || name == StyleDefinition.on || name == ColorWords.terminal
            || StyleDefinition.attributeNames.contains { $0.name == name }
    }
}
