import Failures
import TOML
import TerminalUI
import Themes

/// The errors in a theme file, for theme authors.
enum ThemeReport {
    /// All issues. A file that is too large is an issue; a missing file ends the command.
    static func issues(_ file: String, _ library: ThemeLibrary) throws(Failure) -> [SourceIssue] {
        do throws(Failure) {
            return try library.resolve(file: file).allIssues
        } catch {
            guard error.status == .badData else { throw error }
            return [
                SourceIssue(
                    file: file, position: SourcePosition(line: 1, column: 1),
                    message: "the file is too large: \(error.why ?? error.what)", suggestion: error.next)
            ]
        }
    }

    /// One line for each issue.
    static func text(_ issues: [SourceIssue], file: String) -> String {
        if issues.isEmpty { return HarmlessText.of(file) + ": nothing is wrong\n" }
        return issues.map { issue in
            let suggestion = issue.suggestion.map { "; \($0)" } ?? ""
            return HarmlessText.of(String("\(issue.place): \(issue.message)\(suggestion)".prefix(2_000))) + "\n"
        }.joined()
    }
}
