import TOML
import TerminalUI
import TestSupport

@testable import Themes

/// A user's directory of themes.
struct ThemeFixture {
    let directory: TemporaryDirectory

    init(_ files: [String: String] = [:]) throws {
        directory = try TemporaryDirectory()
        for (name, text) in files { try directory.write(text, to: name + ".toml") }
    }

    var library: ThemeLibrary { ThemeLibrary(folder: directory.path) }

    /// The issues of a theme as `line:column message; suggestion`, without the directory.
    func issues(_ name: String, depth: ColorDepth = .direct) -> [String] {
        library.load(name, depth: depth).issues.map { issue in
            let file = issue.file.replacing(directory.path + "/", with: "")
            let suggestion = issue.suggestion.map { "; \($0)" } ?? ""
            return "\(file):\(issue.position.line):\(issue.position.column) \(issue.message)\(suggestion)"
        }
    }

    func theme(_ name: String, depth: ColorDepth = .direct) -> Theme {
        library.load(name, depth: depth).theme
    }
}
