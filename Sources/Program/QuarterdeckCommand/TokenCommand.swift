public import ArgumentParser
import Audit
import ClusterAccess
import Console
import Endpoints
import Failures
import Profiles
import ScreenKit
public import TokenDelivery

struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a fresh login token.",
        discussion: """
            A token works for new logins for 15 minutes, or until the AWS credentials that signed it expire, whichever \
            comes first. An open session stays open after its token has expired. A token for DSQL may last up to a week: \
            --expires-in 604800.

            Formats:
              raw      the token; followed by a newline only on a terminal
              json     one object: token, cluster, host, port, user, region, issued_at, expires_at, expires_in, limited_by
              env      export lines for a shell: eval "$(quarterdeck token orders --format env)" && psql
                       (no variable makes a MySQL client verify the server: use my.cnf)
              pgpass   a line for PostgreSQL's password file
              my.cnf   an option file for the MySQL clients: mysql --defaults-extra-file=FILE

            Without a profile file:
              quarterdeck token --endpoint NAME.cluster-ID.REGION.rds.amazonaws.com --engine postgresql --user jane_doe
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @Option(help: "The output format.", completion: .list(TokenFormat.names))
    var format = TokenFormat.raw

    @Option(
        help: ArgumentHelp(
            "The token's lifetime, for DSQL only: 1 to 604800 seconds. (default: 900)", valueName: "seconds"))
    var expiresIn: Int?

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        try Self.run(Session(common.values), target.choice, format, lifetime: expiresIn)
    }

    private static func run(
        _ session: Session, _ choice: ClusterChoice, _ format: TokenFormat, lifetime: Int? = nil
    ) throws {
        let source = try TokenSource(session, choice)
        let token = try source.sign(lifetime: lifetime)
        let output = try format.render(token, now: session.now)
        if let caution = format.caution(for: token.login) { ErrorReport.warn(caution) }
        try StandardOutput.write(output)
        source.audit?.used(.tokenPrinted, token, format.rawValue)
        if format == .raw, ProcessEnvironment.isOutputTerminal { try StandardOutput.write("\n") }
    }
}

extension TokenCommand {
    /// Runs `quarterdeck token CLUSTER` and `quarterdeck token CLUSTER --format NAME`, which scripts run for each login,
    /// without the parser: it takes a fifth of the time.
    ///
    /// - Parameter words: All arguments, the program's name first.
    /// - Returns: False for every other command line; the parser reads it.
    static func runShort(_ words: [String], _ session: Session) throws -> Bool {
        guard words.count == 3 || words.count == 5, words[1] == configuration.commandName, !words[2].hasPrefix("-"),
            words.count == 3 || words[3] == "--format"
        else { return false }
        var format = TokenFormat.raw
        if words.count == 5 {
            guard let named = TokenFormat(rawValue: words[4]) else { return false }
            format = named
        }
        try run(session, ClusterChoice(cluster: words[2]), format)
        return true
    }
}

extension TokenFormat: ExpressibleByArgument {}
