import ArgumentParser
import Console
import Failures
import Glibc
import TOML

extension ErrorReport {
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
        if let failure = unknownCommand {
            write(failure)
            Glibc.exit(ExitStatus.usage.rawValue)
        }
        let message = Quarterdeck.message(for: error).split(whereSeparator: \.isNewline).joined(separator: " ")
        let arguments = CommandLine.arguments
        let lacksDashes = arguments.count > 1 && arguments[1] == "exec" && !arguments.contains("--")
        write(Failure(.usage, message, next: lacksDashes ? "quarterdeck exec CLUSTER -- COMMAND" : helpCommand))
        Glibc.exit(ExitStatus.usage.rawValue)
    }

    /// The error for a first word, or a second one after a command of commands, that names no command.
    private static var unknownCommand: Failure? {
        var (command, words): (any ParsableCommand.Type, [String]) = (Quarterdeck.self, ["quarterdeck"])
        for word in CommandLine.arguments.dropFirst() {
            let commands = command.configuration.subcommands
            guard !commands.isEmpty, !word.hasPrefix("-") else { return nil }
            if let named = commands.first(where: { $0.configuration.commandName == word }) {
                command = named
                words.append(word)
                continue
            }
            let shown = commands.map { $0.configuration }.filter { $0.shouldDisplay }
            let near = Suggestion.nearest(to: word, among: shown.compactMap { $0.commandName })
            return Failure(
                .usage, "there is no command \(word)",
                next: (words + [near ?? "--help"]).joined(separator: " "))
        }
        return nil
    }

    /// The help command of the subcommand on the command line.
    private static var helpCommand: String {
        let names = Quarterdeck.configuration.subcommands.compactMap { $0.configuration.commandName }
        let meant = CommandLine.arguments.dropFirst().first { names.contains($0) }
        return "quarterdeck \(meant.map { $0 + " " } ?? "")--help"
    }
}
