import ArgumentParser
import CPlatform
import ClusterAccess
import Console
import DeckShell
import Failures
import Glibc
import TokenDelivery

@main
enum Main {
    /// Parses the arguments, runs one command, and ends with its exit code.
    static func main() {
        qd_reserve_streams()
        // Before any secret is in memory. If the kernel refuses, the program continues.
        _ = qd_keep_memory_private()
        let words = CommandLine.arguments
        let session = Session(InvocationOptions())
        removeStaleFiles(words, session)
        do {
            if try TokenCommand.runShort(words, session) {
                return
            } else if var command = quickly(words) {
                try command.run()
            } else {
                var command = try Quarterdeck.parseAsRoot()
                try command.run()
            }
        } catch let failure as Failure {
            ErrorReport.write(failure)
            exit(failure.status.rawValue)
        } catch {
            ErrorReport.exit(parsing: error)
        }
    }

    /// Removes clipboard files whose token has expired, in every command. The deck does that itself after its first
    /// screen.
    private static func removeStaleFiles(_ words: [String], _ session: Session) {
        guard words.count > 1 else { return }
        StaleFiles.remove(records: session.clipboardRecords, now: session.now)
    }

    /// The command of a correct command line that begins with its name. Parsing it alone takes half as long as through
    /// the root command, which handles help, version and errors.
    private static func quickly(_ arguments: [String]) -> (any ParsableCommand)? {
        let named: [String: any ParsableCommand.Type] = [
            "list": ListCommand.self, "token": TokenCommand.self, "copy": CopyCommand.self, "exec": ExecCommand.self,
            "sql": SQLCommand.self, "discover": DiscoverCommand.self, "policy": PolicyCommand.self,
            "doctor": DoctorCommand.self, "init": InitCommand.self, "audit": AuditCommand.self,
        ]
        if arguments.count == 1 { return DeckRoot() }
        if arguments[1] == "help" { return helpTopic(Array(arguments[2...])) }
        guard arguments.count > 1, let type = named[arguments[1]] else { return nil }
        return try? type.parse(Array(arguments[2...]))
    }

    private static func helpTopic(_ words: [String]) -> (any ParsableCommand)? {
        let commands = Quarterdeck.configuration.subcommands.compactMap { $0.configuration.commandName }
        guard let help = try? HelpTopics.parse(words), !help.isForParser(commands: commands) else { return nil }
        return help
    }
}

/// `quarterdeck` without arguments.
private struct DeckRoot: ParsableCommand {
    func run() throws {
        Glibc.exit(try DeckCommand(session: Session(InvocationOptions()), noColor: false).run())
    }
}
