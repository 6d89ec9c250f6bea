import ArgumentParser
import CPlatform
import Failures
import Glibc
import TokenDelivery

@main
enum Main {
    /// The program: parses, runs one command, ends with its exit code.
    static func main() {
        qd_reserve_streams()
        // Before anything secret is in memory. Where the kernel refuses, there is nothing more to do about it.
        _ = qd_keep_memory_private()
        removeStaleFiles()
        do {
            if var command = quickly(CommandLine.arguments) {
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

    /// Removes clipboard files whose token has expired, whatever the command is. The deck does that itself, once its
    /// first screen is up.
    private static func removeStaleFiles() {
        guard CommandLine.arguments.count > 1 else { return }
        let session = Session(CommonOptions.Values())
        StaleFiles.remove(records: session.clipboardRecords, now: session.now)
    }

    /// The command of a line that begins with its name and has nothing wrong with it. Parsing it by itself takes half as
    /// long as by way of the root, which knows everything else: help, version, what is wrong.
    private static func quickly(_ arguments: [String]) -> (any ParsableCommand)? {
        let named: [String: any ParsableCommand.Type] = [
            "list": ListCommand.self, "token": TokenCommand.self, "copy": CopyCommand.self, "exec": ExecCommand.self,
            "sql": SQLCommand.self, "discover": DiscoverCommand.self, "policy": PolicyCommand.self,
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

/// `quarterdeck` without a word more.
private struct DeckRoot: ParsableCommand {
    func run() throws {
        Glibc.exit(try DeckCommand(session: Session(CommonOptions.Values()), noColor: false).run())
    }
}
