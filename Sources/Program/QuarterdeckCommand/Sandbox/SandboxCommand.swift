import ArgumentParser
import ClusterAccess
import Console
import Failures
import Sandbox

struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Run private database servers that accept only valid tokens.",
        discussion: """
            A real PostgreSQL and a real MariaDB on loopback, with TLS and their own certificate authority, accept only \
            valid IAM tokens, as Aurora does. Made-up AWS keys come with them. No AWS account is needed, nothing leaves \
            the machine, and `sandbox down` leaves nothing behind.

              quarterdeck sandbox up
              . ~/.local/state/quarterdeck/sandbox/env
              quarterdeck token harbor
            """,
        subcommands: [Up.self, Status.self, Down.self, Carry.self, SandboxService.self])

    struct Up: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "up", abstract: "Start the servers, unless they are running.",
            discussion: """
                Faults, for tests of clients: no-tls, self-signed, wrong-name, expired, stripped, slow, dies[=BYTES]. The \
                verifier's log in the state directory says how many bytes of a token arrived, and why it was refused.
                """)

        @OptionGroup var place: SandboxPlace

        @Flag(help: "Print JSON: files, clusters, process ids, and the variables to export.")
        var json = false

        @Option(help: ArgumentHelp("Make the servers misbehave in this way.", valueName: "name"))
        var fault: String?

        @Flag(help: "Run work on both servers: traffic, a lock queue of five, an idle transaction, a report, a vacuum.")
        var busy = false

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let state = try place.path(Session(common.values))
            if let fault, FaultPlan(fault) == nil {
                throw Failure(
                    .usage, "there is no fault \"\(fault)\"", next: "one of: \(FaultPlan.names.joined(separator: ", "))"
                )
            }
            let sandbox = try SandboxLauncher(state: state, fault: fault, isBusy: busy, endsWithParent: false).start()
            if json {
                try StandardOutput.write(try RunningSandbox.json(sandbox))
                return
            }
            let names =
                sandbox.clusters.map { "  \($0.name)\t\($0.engine)\t\($0.endpoint)\tat \($0.connect_to)\n" }
                + RunningSandbox.privateClusters.map {
                    "  \($0.name)\t\($0.engine)\t\($0.endpoint)\tthrough a tunnel\n"
                }
            try StandardOutput.write(
                "The sandbox is up:\n" + names.joined()
                    + "\nNext:\n  . \(Quoting.shellWord(sandbox.state + "/env"))\n  quarterdeck list\n  quarterdeck token harbor\n"
                    + (busy ? "  quarterdeck top harbor ferry\n" : "")
                    + "  quarterdeck sandbox down\(place.flag)\n")
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status", abstract: "Check whether both servers answer.",
            discussion: "Exit code 0 if they do, 69 if not.")

        @OptionGroup var place: SandboxPlace

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let state = try place.path(Session(common.values))
            guard let sandbox = RunningSandbox.description(state: state) else {
                throw Failure(
                    .unavailable, "no sandbox is up in \(state)", why: RunningSandbox.lastWords(state: state),
                    next: "quarterdeck sandbox up\(place.flag)")
            }
            guard RunningSandbox.isAnswering(sandbox) else {
                throw Failure(
                    .unavailable, "the sandbox in \(state) does not answer", why: "a server of it is not reachable",
                    next: "quarterdeck sandbox down\(place.flag) and up again")
            }
            let names =
                sandbox.clusters.map { "\($0.name) \($0.connect_to)" }
                + RunningSandbox.privateClusters.map { "\($0.name) through a tunnel" }
            try StandardOutput.write("up: \(names.joined(separator: ", "))\n")
        }
    }

    struct Down: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "down", abstract: "End the servers and remove all their files.")

        @OptionGroup var place: SandboxPlace

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            let state = try place.path(Session(common.values))
            let existed = try RunningSandbox.end(state: state)
            ErrorReport.note(existed ? "removed the sandbox in \(state)" : "there was no sandbox in \(state)")
        }
    }

    /// The command in `tunnel_command` of the private clusters.
    struct Carry: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "carry",
            abstract: "Carry one connection on standard input and output to a private cluster of the sandbox.",
            shouldDisplay: false)

        @OptionGroup var place: SandboxPlace

        @Argument(help: ArgumentHelp("The endpoint.", valueName: "host"))
        var host: String

        @OptionGroup(title: "Common options") var common: CommonOptions

        func run() throws {
            try TunnelCarrier.run(state: try place.path(Session(common.values)), host: host)
        }
    }
}
