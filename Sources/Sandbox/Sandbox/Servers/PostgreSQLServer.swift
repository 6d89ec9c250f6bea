import CPlatform
import Failures
import Glibc
import LocalFiles
import Secrets

/// The sandbox's Aurora PostgreSQL.
final class PostgreSQLServer {
    private let setup: ServerSetup
    private let password: SandboxPassword
    private var hold: Socket?
    private(set) var process: ServiceProcess?
    private(set) var port = 0

    private static let readyMark = "conf/postgresql-made"

    init(_ setup: ServerSetup, password: SandboxPassword) {
        self.setup = setup
        self.password = password
    }

    /// Creates the data directory if necessary, starts the server and fills its database.
    func start() throws(Failure) {
        let version = setup.programs.postgres
        let isNew = setup.mark(Self.readyMark) != version
        if isNew {
            unlink(paths.own(Self.readyMark))
            try paths.renew("pg", for: setup.account)
            try initialise()
        }
        for name in Self.configuration {
            try setup.write(
                setup.embedded(
                    name,
                    [
                        "@SOCKETS@": paths.servers("run"), "@TLS@": paths.servers("tls"),
                        "@OSUSER@": setup.account.name,
                    ]),
                to: "conf/" + name)
        }
        try launch()
        guard isNew else { return }
        try setup.write(setup.embedded("harbor_postgres.sql", ["@PASSWORD@": password.text]), to: "conf/init.sql")
        try psql("postgres", ["-c", "CREATE DATABASE \(SandboxNames.database)"])
        try psql(SandboxNames.database, ["-1", "-f", paths.servers("conf/init.sql")])
        // The server does not sync to the disk; without a checkpoint, a kill within a second would lose its roles.
        try psql("postgres", ["-c", "CHECKPOINT"])
        unlink(paths.own("conf/init.sql"))
        try setup.write(version + "\n", to: Self.readyMark)
    }

    private static let configuration = ["postgresql.conf", "pg_hba.conf", "pg_ident.conf"]

    /// Logs in with a valid token: without the library, the server would reject every login.
    func checkDoor(token: Secret) throws(Failure) {
        do {
            try setup.run(
                .init(
                    arguments: [setup.programs.psql, "-X", "-q", "-w", "-c", "SELECT 1"],
                    environment: [
                        "PGHOST": "127.0.0.1", "PGPORT": String(port), "PGUSER": "jane_doe",
                        "PGPASSWORD": token.revealText(),
                        "PGDATABASE": SandboxNames.database, "PGSSLMODE": "require", "PGGSSENCMODE": "disable",
                        "PGSSLROOTCERT": "/nonexistent", "PGCONNECT_TIMEOUT": "10", "HOME": "/nonexistent",
                    ], log: paths.own("log/check.log")))
        } catch {
            throw Failure(.internalError, "the sandbox's PostgreSQL refuses a valid token", why: error.why)
        }
    }

    private var paths: SandboxPaths { setup.paths }

    private var environment: [String: String] {
        [
            "LD_PRELOAD": paths.servers("lib/\(Door.fileName)"),
            "QD_VERIFIER_SOCKET": paths.servers("door/verifier.sock"), "QD_OS_USER": setup.account.name,
            "QD_SHM_DIR": paths.servers("run"),
        ]
    }

    private func initialise() throws(Failure) {
        try setup.run(
            .init(
                arguments: [
                    setup.programs.initdb, "-D", paths.servers("pg"), "-U", "rdsadmin", "-A", "trust", "-E", "UTF8",
                    "--locale=C.UTF-8", "--no-sync", "--no-instructions",
                ], environment: environment, log: paths.own("log/initdb.log")))
    }

    private func launch() throws(Failure) {
        let log = paths.own("log/postgres.log")
        var attempts = 0
        let (hold, port) = try Socket.reserveLoopbackPort()
        (self.hold, self.port) = (hold, port)
        let request = ServiceProcess.Request(
            arguments: [
                setup.programs.postgres, "-D", paths.servers("pg"), "-p", String(port),
                "--config_file=" + paths.servers("conf/postgresql.conf"),
                "--hba_file=" + paths.servers("conf/pg_hba.conf"),
                "--ident_file=" + paths.servers("conf/pg_ident.conf"),
            ],
            // A fast shutdown if the supervisor is killed.
            environment: environment, log: log, deathSignal: SIGINT)
        var child = try setup.start(request)
        try setup.wait { () throws(Failure) in
            if child.ended() != nil {
                // After a kill -9, children of the last server may keep its shared memory for a moment.
                attempts += 1
                guard attempts < 40 else {
                    throw Failure(.unavailable, "postgres does not start", why: child.cause)
                }
                child = try self.setup.start(request)
            }
            return self.isAnswering
        }
        process = child
    }

    /// The server answers an SSLRequest with `S` before logins are possible; the eighth line of its lock file shows
    /// when they are.
    var isAnswering: Bool {
        guard let bytes = try? BoundedFile.read(paths.own("pg/postmaster.pid"), limit: 4_096),
            String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .dropFirst(7).first?.hasPrefix("ready") == true
        else { return false }
        return Self.answers(port)
    }

    /// Whether a PostgreSQL server with TLS listens on a loopback port. Source: PostgreSQL protocol, SSLRequest.
    static func answers(_ port: Int) -> Bool {
        guard let connection = Socket.connect(toLoopback: port, timeout: 2) else { return false }
        return connection.write([0, 0, 0, 8, 4, 210, 22, 47]) && connection.read(exactly: 1) == [UInt8(ascii: "S")]
    }

    private func psql(_ database: String, _ arguments: [String]) throws(Failure) {
        try setup.run(
            .init(
                arguments: [
                    setup.programs.psql, "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-h", paths.servers("run"), "-p",
                    String(port), "-U", "rdsadmin", "-d", database,
                ] + arguments, log: paths.own("log/init.log")))
    }
}
