import ArgumentParser
import Failures
import Glibc
import TOML
import TerminalUI

/// Messages on standard error: errors of at most three lines, warnings and notes of one.
enum ErrorReport {
    /// `quarterdeck: WHAT`, `  why: …`, `  try: …`.
    static func write(_ failure: Failure) {
        var lines = ["quarterdeck: \(line(failure.what))"]
        if let why = failure.why { lines.append("  why: \(line(why))") }
        if let next = failure.next { lines.append("  try: \(line(next))") }
        emit(lines.joined(separator: "\n") + "\n")
    }

    /// A warning.
    static func warn(_ text: String) {
        emit("quarterdeck: warning: \(line(text))\n")
    }

    /// A warning about an issue in a file.
    static func warn(_ issue: SourceIssue) {
        let suggestion = issue.suggestion.map { "; \($0)" } ?? ""
        warn("\(issue.place): \(issue.message)\(suggestion)")
    }

    /// A line of another source, such as a server, without the program's name.
    static func plain(_ text: String) {
        emit(line(text) + "\n")
    }

    /// A note about a finished action.
    static func note(_ text: String) {
        emit("quarterdeck: \(line(text))\n")
    }

    /// Ends the program for a result of the argument parser: help and version go to standard output with exit code 0,
    /// an error goes to standard error with 64.
    static func exit(parsing error: any Error) -> Never {
        let code = Quarterdeck.exitCode(for: error)
        guard !code.isSuccess else {
            let text = Quarterdeck.fullMessage(for: error)
            do {
                try StandardOutput.write(text.hasSuffix("\n") ? text : text + "\n")
            } catch {
                write(error)
                Glibc.exit(error.status.rawValue)
            }
            Glibc.exit(ExitStatus.done.rawValue)
        }
        guard code == .validationFailure else {
            write(
                Failure(
                    .internalError, "something unexpected happened", why: "\(error)",
                    next: "report it with the command you typed"))
            Glibc.exit(ExitStatus.internalError.rawValue)
        }
        let message = Quarterdeck.message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
        let arguments = CommandLine.arguments
        let lacksDashes = arguments.count > 1 && arguments[1] == "exec" && !arguments.contains("--")
        write(Failure(.usage, message, next: lacksDashes ? "quarterdeck exec CLUSTER -- COMMAND" : helpCommand))
        Glibc.exit(ExitStatus.usage.rawValue)
    }

    /// The help command of the subcommand on the command line.
    private static var helpCommand: String {
        let names = Quarterdeck.configuration.subcommands.compactMap { $0.configuration.commandName }
        let meant = CommandLine.arguments.dropFirst().first { names.contains($0) }
        return "quarterdeck \(meant.map { $0 + " " } ?? "")--help"
    }

    private static func line(_ text: String) -> String {
        HarmlessText.of(String(text.prefix(8_000)))
    }

    private static func emit(_ text: String) {
        var text = text
        text.withUTF8 { _ = StandardOutput.writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }
}
