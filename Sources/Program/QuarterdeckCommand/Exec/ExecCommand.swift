import ArgumentParser
import ClusterAccess
import Console
import Failures
import Profiles
import TokenDelivery

struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run psql, mysql, pg_dump or any program with a fresh token and verified TLS.",
        discussion: """
            The program connects to a private socket. Quarterdeck listens there, verifies the server, also through a \
            tunnel, and logs in with a live token for every connection; the program never sees the token. The socket is \
            removed at the end.

            PostgreSQL programs find the socket in PGHOST, PGPORT, PGUSER and PGDATABASE. MySQL programs find it in an \
            option file (MYSQL_HOME, and --defaults-file for the clients known by name). With --direct, PostgreSQL \
            programs get the real host and a token in PGPASSWORD, which new logins can use for 15 minutes.

              quarterdeck exec orders -- psql
              quarterdeck exec orders -- pg_dump --schema-only
              quarterdeck exec billing -- mysqldump --single-transaction billing
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "command"))
    var command: [String] = []

    @Flag(help: "Give a PostgreSQL program the server's address and a token that new logins can use for 15 minutes.")
    var direct = false

    @Flag(help: "Serve the program at a loopback port with a password for this run, for programs without Unix sockets.")
    var tcp = false

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        guard !command.isEmpty else {
            throw Failure(
                .usage, "no program was given", next: "quarterdeck exec \(target.cluster ?? "CLUSTER") -- psql")
        }
        let session = Session(common.values)
        let tokenSource = try TokenSource(session, target.choice)
        try session.requireTicket(for: tokenSource.cluster)
        try Replication.refuse(command, tokenSource.login)
        ForeignEnvironment.leave()
        let variables = ProcessEnvironment.variables()
        if direct, tcp {
            throw Failure(.usage, "--direct and --tcp exclude each other", next: "leave one of them out")
        }
        if direct, tokenSource.cluster.tunnel != nil {
            throw Failure(
                .usage, "--direct cannot reach \(tokenSource.login.cluster), which is behind a tunnel",
                why: "the tunnel ends with Quarterdeck, which --direct replaces by the program",
                next: "leave --direct out")
        }
        tokenSource.audit?.handedOff(tokenSource.login, command[0])
        if direct, tokenSource.login.engine != .mysql {
            try PostgreSQLExec(tokenSource: tokenSource, variables: variables).run(command)
        }
        if direct { ErrorReport.note("--direct changes nothing on MySQL: its programs always use the private socket") }
        try RelayedExec(tokenSource: tokenSource, variables: variables, usesTCP: tcp).run(command)
    }
}

/// IAM authentication does not allow replication connections, so programs that need one would fail late.
private enum Replication {
    private static let programs: Set<String> = ["pg_basebackup", "pg_receivewal", "pg_recvlogical"]

    static func refuse(_ command: [String], _ login: Login) throws(Failure) {
        guard login.engine != .mysql, let program = command.first?.split(separator: "/").last else { return }
        let asks = command.dropFirst().contains { argument in
            argument.split(separator: " ").contains { $0.hasPrefix("replication=") }
        }
        guard asks || programs.contains(String(program)) else { return }
        throw Failure(
            .usage, "no replication connection can be opened with an IAM token",
            why: "RDS refuses IAM authentication for the replication protocol",
            next: "use a user with a password for it, or the RDS snapshot and export commands")
    }
}
