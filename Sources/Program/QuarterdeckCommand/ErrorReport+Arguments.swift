import ArgumentParser
import Console
import Failures
import Glibc

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
}
