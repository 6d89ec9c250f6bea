import CPlatform
import Failures
import Glibc
import LocalFiles
import Secrets

/// The sandbox's Aurora MySQL: a MariaDB server whose greeting reports MySQL 8.0.
final class MariaDBServer {
    private let setup: ServerSetup
    private let password: SandboxPassword
    private var hold: Socket?
    private var bootstrap: ServiceProcess?
    private(set) var process: ServiceProcess?
    private(set) var port = 0

    private static let readyMark = "conf/mysql-made"

    init(_ setup: ServerSetup, password: SandboxPassword) {
        self.setup = setup
        self.password = password
    }

    /// Starts creating the data directory if necessary; `finish` waits for it.
    func begin() throws(Failure) {
        try setup.write(
            setup.embedded("my.cnf", ["@STATE@": paths.served, "@SHARE@": setup.programs.mariadbShare]),
            to: "conf/my.cnf")
        guard setup.mark(Self.readyMark) == nil else { return }
        try paths.renew("my", for: setup.account)
        try setup.write(try bootstrapSQL(), to: "conf/bootstrap.sql")
        bootstrap = try setup.start(
            .init(
                arguments: [
                    setup.programs.mariadbd, "--defaults-file=" + paths.servers("conf/my.cnf"), "--bootstrap",
                ],
                environment: environment, input: paths.own("conf/bootstrap.sql"), log: paths.own("log/bootstrap.log")))
    }

    /// Waits for the data directory, and starts the server.
    func finish() throws(Failure) {
        if let bootstrap {
            try setup.wait { bootstrap.ended() != nil }
            guard bootstrap.ended() == 0, bootstrap.firstError == nil else {
                throw Failure(
                    .unavailable, "mariadbd --bootstrap failed",
                    why: bootstrap.firstError ?? "its exit code was \(bootstrap.ended() ?? 0)")
            }
            unlink(paths.own("conf/bootstrap.sql"))
            try setup.write("made\n", to: Self.readyMark)
        }
        try launch()
    }

    /// Whether the server sends its greeting.
    var isAnswering: Bool { Self.answers(port) }

    /// Whether a MySQL server sends its greeting on a loopback port. Source: MySQL protocol, HandshakeV10.
    static func answers(_ port: Int) -> Bool {
        guard let connection = Socket.connect(toLoopback: port, timeout: 2), let head = connection.read(exactly: 5)
        else { return false }
        return head[3] == 0 && head[4] == 10
    }

    private var paths: SandboxPaths { setup.paths }

    private var environment: [String: String] { ["QD_VERIFIER_SOCKET": paths.servers("door/verifier.sock")] }

    /// The system tables (Debian's mariadb-install-db would take five times as long), then the sandbox's own.
    private func bootstrapSQL() throws(Failure) -> String {
        var text = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
        for name in ["mysql_system_tables", "mysql_performance_tables", "mysql_system_tables_data"] {
            let path = "\(setup.programs.mariadbShare)/\(name).sql"
            guard let bytes = try BoundedFile.read(path, limit: 16 << 20) else {
                throw Failure(
                    .unavailable, "there is no \(path)", next: "apt-get install --reinstall mariadb-server-core")
            }
            text += String(decoding: bytes, as: UTF8.self) + "\n"
        }
        return text + setup.embedded("harbor_mysql.sql", ["@PASSWORD@": password.text])
    }

    private func launch() throws(Failure) {
        let (hold, port) = try Socket.reserveLoopbackPort()
        (self.hold, self.port) = (hold, port)
        let child = try setup.start(
            .init(
                arguments: [
                    setup.programs.mariadbd, "--defaults-file=" + paths.servers("conf/my.cnf"), "--port=\(port)",
                ], environment: environment, log: paths.own("log/mariadb.log"), deathSignal: SIGTERM))
        try setup.wait { () throws(Failure) in
            if child.ended() != nil {
                throw Failure(.unavailable, "mariadbd does not start", why: child.cause)
            }
            return self.isAnswering
        }
        // MariaDB starts even if it cannot load the plugin; then it would reject every login.
        if let error = child.firstError {
            throw Failure(.unavailable, "mariadbd started with errors", why: error)
        }
        process = child
    }
}
