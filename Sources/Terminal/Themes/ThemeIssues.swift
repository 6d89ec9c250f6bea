import TOML

/// The first issues of a theme file, up to a limit.
struct ThemeIssues {
    let file: String
    private(set) var list: [SourceIssue] = []
    private var hidden: (count: Int, first: SourcePosition)?

    private static let most = 50

    init(file: String) {
        self.file = file
    }

    /// Adds an issue. The suggestion is computed only within the limit, because guessing takes time.
    mutating func report(_ message: String, at position: SourcePosition, suggestion: @autoclosure () -> String? = nil) {
        guard list.count < Self.most else {
            hidden = (count: (hidden?.count ?? 0) + 1, first: hidden?.first ?? position)
            return
        }
        list.append(SourceIssue(file: file, position: position, message: message, suggestion: suggestion()))
    }

    /// Adds the issues that another reader of this file found.
    mutating func add(_ others: [SourceIssue]) {
        for issue in others { report(issue.message, at: issue.position, suggestion: issue.suggestion) }
    }

    /// The kept issues, and the number of the others.
    var all: [SourceIssue] {
        guard let hidden else { return list }
        return list + [
            SourceIssue(file: file, position: hidden.first, message: "\(hidden.count) more mistakes from here on")
        ]
    }

    /// A word of the file, cut to fit in a line.
    static func short(_ word: String) -> String {
        word.unicodeScalars.count <= 60 ? word : String(String.UnicodeScalarView(word.unicodeScalars.prefix(60))) + "…"
    }
}
