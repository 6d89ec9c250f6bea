import ArgumentParser
import ClusterAccess
import DeckShell
import Glibc
import ScreenKit

/// The root of all commands.
struct Quarterdeck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarterdeck",
        abstract: """
            A terminal for Amazon Aurora with IAM authentication: it signs 15-minute login tokens, shows when each one \
            really expires, and opens SQL sessions over verified TLS.
            """,
        discussion: """
            Clusters are read from a profile file, ~/.config/quarterdeck/clusters.toml unless --config or \
            QUARTERDECK_CONFIG names another:

              [clusters.orders]
              engine = "postgresql"
              endpoint = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
              database = "orders"
              user = "jane_doe"

            Then:

              quarterdeck                              the deck
              quarterdeck list
              quarterdeck sql orders -c "select now()"
              quarterdeck exec orders -- psql
              quarterdeck copy orders
              quarterdeck top orders

            Without an AWS account: quarterdeck demo

            More: quarterdeck help TOPIC, where TOPIC is \(ManualTopic.all.map(\.name).joined(separator: ", ")).

            Exit codes: 0 done, 1 the server refused a statement, 64 wrong usage, 65 bad input data, 66 no such file, 69 server unreachable, 70 internal \
            error, 73 cannot create output, 74 I/O error, 75 try again, 77 not allowed (credentials missing or expired), \
            78 bad configuration, 130 interrupted.
            """,
        version: programVersion,
        subcommands: [
            ListCommand.self, TokenCommand.self, CopyCommand.self, ExecCommand.self, ProxyCommand.self, SQLCommand.self,
            TopCommand.self, SandboxCommand.self,
            DemoCommand.self, ThemesCommand.self, AuthorityCommand.self, PolicyCommand.self,
            DiscoverCommand.self, DoctorCommand.self, AuditCommand.self, InitCommand.self,
        ])

    @OptionGroup var common: CommonOptions

    mutating func run() throws {
        let code = try DeckCommand(session: Session(common.values), noColor: common.noColor).run()
        Glibc.exit(code)
    }
}

let programVersion = "0.2.0"
