import ArgumentParser
import Failures
import Profiles
import TokenDelivery

struct ExecCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run psql, mysql, pg_dump or any program with a fresh token and verified TLS.",
        discussion: """
            PostgreSQL programs get their settings in the environment: PGHOST, PGHOSTADDR, PGPORT, PGUSER, PGDATABASE, \
            PGPASSWORD, PGSSLMODE=verify-full, PGSSLROOTCERT, PGAPPNAME.

            MySQL programs get an option file (MYSQL_HOME, and --defaults-file for the clients known by name) that names \
            a private socket. Quarterdeck listens there, verifies the server, also through a tunnel, and logs in with a \
            live token for every connection; the program never sees the token. File and socket are removed at the end.

              quarterdeck exec orders -- psql
              quarterdeck exec orders -- pg_dump --schema-only
              quarterdeck exec billing -- mysqldump --single-transaction billing
            """)

    @OptionGroup(title: "Which cluster") var target: ClusterOptions

    @Argument(
        parsing: .postTerminator, help: ArgumentHelp("The program and its arguments, after --.", valueName: "command"))
    var command: [String] = []

    @OptionGroup(title: "Common options") var common: CommonOptions

    func run() throws {
        guard let program = command.first else {
            throw Failure(
                .usage, "no program was given", next: "quarterdeck exec \(target.cluster ?? "CLUSTER") -- psql")
        }
        let session = Session(common.values)
        let tokenSource = try TokenSource(session, target)
        try Replication.refuse(command, tokenSource.login)
        ForeignEnvironment.leave()
        let variables = ProcessEnvironment.variables()
        switch tokenSource.login.engine {
        case .postgresql, .dsql:
            try PostgreSQLExec(tokenSource: tokenSource, variables: variables).run(command)
        case .mysql:
            try MySQLExec(tokenSource: tokenSource, variables: variables, program: program).run(command)
        }
    }
}

/// IAM gives no replication connections, so that programs which need one would fail late.
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
