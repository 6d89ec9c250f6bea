import TOML

/// What is wrong in a theme file, as much of it as someone may want to read.
struct ThemeIssues {
    let file: String
    private(set) var list: [SourceIssue] = []
    private var hidden: (count: Int, first: SourcePosition)?

    private static let most = 50

    init(file: String) {
        self.file = file
    }

    /// Notes an issue. Guessing what was meant takes time, which a file of mistakes shall not get.
    mutating func report(_ message: String, at position: SourcePosition, suggestion: @autoclosure () -> String? = nil) {
        guard list.count < Self.most else {
            hidden = (count: (hidden?.count ?? 0) + 1, first: hidden?.first ?? position)
            return
        }
        list.append(SourceIssue(file: file, position: position, message: message, suggestion: suggestion()))
    }

    /// Takes over what a reader of this file found.
    mutating func add(_ others: [SourceIssue]) {
        for issue in others { report(issue.message, at: issue.position, suggestion: issue.suggestion) }
    }

    /// All of them, and how many are not among them.
    var all: [SourceIssue] {
        guard let hidden else { return list }
        return list + [
            SourceIssue(file: file, position: hidden.first, message: "\(hidden.count) more mistakes from here on")
        ]
    }

    /// A word of a file, cut to what fits a line.
    static func short(_ word: String) -> String {
        word.unicodeScalars.count <= 60 ? word : String(String.UnicodeScalarView(word.unicodeScalars.prefix(60))) + "…"
    }
}
