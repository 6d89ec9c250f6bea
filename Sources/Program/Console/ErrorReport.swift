package import Failures
import Glibc
import LocalFiles
package import TOML
import TerminalUI

/// Messages on standard error: errors of at most three lines, warnings and notes of one.
package enum ErrorReport {
    /// `quarterdeck: WHAT`, `  why: …`, `  try: …`.
    package static func write(_ failure: Failure) {
        var lines = ["quarterdeck: \(line(failure.what))"]
        if let why = failure.why { lines.append("  why: \(line(why))") }
        if let next = failure.next { lines.append("  try: \(line(next))") }
        emit(lines.joined(separator: "\n") + "\n")
    }

    /// A warning.
    package static func warn(_ text: String) {
        emit("quarterdeck: warning: \(line(text))\n")
    }

    /// A warning about an issue in a file.
    package static func warn(_ issue: SourceIssue) {
        let suggestion = issue.suggestion.map { "; \($0)" } ?? ""
        warn("\(issue.place): \(issue.message)\(suggestion)")
    }

    /// A line of another source, such as a server, without the program's name.
    package static func plain(_ text: String) {
        emit(line(text) + "\n")
    }

    /// A note about a finished action.
    package static func note(_ text: String) {
        emit("quarterdeck: \(line(text))\n")
    }

    private static func line(_ text: String) -> String {
        HarmlessText.of(String(text.prefix(8_000)))
    }

    private static func emit(_ text: String) {
        var text = text
        text.withUTF8 { _ = WholeWrite.write(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }
}
