import Foundation

/// A server with its own directory, which its account can read.
public final class PrivateServer: @unchecked Sendable {
    // Changed only during the start, before it is shared.
    /// The directory, which also contains the socket.
    public let directory: String
    private var process: ChildProcess?

    init() throws {
        directory = "/tmp/qd-scanner-" + UUID().uuidString.prefix(8)
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        if geteuid() == 0 { try Tool.run(["chown", "postgres", directory]) }
        try Tool.run(["chmod", "755", directory])
    }

    deinit {
        stop()
    }

    /// Stops the server and removes its directory.
    public func stop() {
        process = nil
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// Servers refuse to run as root, and generated scripts must not write as root.
    public static var asPostgres: [String] {
        geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
    }

    /// Starts the server and waits until `check` succeeds.
    func start(_ arguments: [String], untilAnswers check: [String]) throws {
        process = try Tool.start(Self.asPostgres + arguments, log: directory + "/server.out")
        for _ in 0..<600 {
            if (try? Tool.run(check)) != nil { return }
            poll(nil, 0, 50)
        }
        throw ToolFailure(
            arguments: arguments, log: (try? String(contentsOfFile: directory + "/server.out", encoding: .utf8)) ?? "")
    }
}

/// A program that failed unexpectedly.
public struct ToolFailure: Error {
    let arguments: [String]
    let log: String

    public init(arguments: [String], log: String) {
        self.arguments = arguments
        self.log = log
    }
}

/// Runs programs with files as input and output.
public enum Tool {
    static func start(_ arguments: [String], input: String? = nil, log: String? = nil) throws -> ChildProcess {
        if let log { unlink(log) }
        return try ChildProcess(
            arguments, environment: ["LC_ALL": "C.UTF-8", "PGCLIENTENCODING": "UTF8"], input: input ?? "/dev/null",
            output: log ?? "/dev/null", errors: log.map { $0 + ".errors" } ?? "/dev/null")
    }

    /// Runs a program to its end. Returns its exit code, which must be 0 unless `anyEnd`.
    @discardableResult
    public static func run(
        _ arguments: [String], input: String? = nil, log: String? = nil, anyEnd: Bool = false
    ) throws -> Int32 {
        let status = try start(arguments, input: input, log: log).wait()
        guard anyEnd || status == 0 else {
            throw ToolFailure(
                arguments: Array(arguments.prefix(20)),
                log: log.flatMap { try? String(contentsOfFile: $0 + ".errors", encoding: .utf8) } ?? "")
        }
        return status
    }
}

extension PrivateServer {
    private static let share = "/usr/share/mysql"

    /// A PostgreSQL server that trusts every login at its socket; the superuser is `postgres`.
    public static func postgreSQL(
        _ release: PostgreSQLRelease = .fifteen, settings: (_ directory: String) -> [String] = { _ in [] }
    ) throws -> PrivateServer {
        let server = try PrivateServer()
        let directory = server.directory
        let binaries = release.programs
        try Tool.run(
            asPostgres + [
                binaries + "initdb", "-D", directory + "/data", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8",
                "-A", "trust", "-N",
            ], log: directory + "/initdb.out")
        let all = ["fsync=off", "listen_addresses=", "unix_socket_directories=\(directory)"] + settings(directory)
        try server.start(
            [binaries + "postgres", "-D", directory + "/data"] + all.flatMap { ["-c", $0] },
            untilAnswers: [release.psql, "-X", "-h", directory, "-U", "postgres", "-c", "SELECT 1"])
        return server
    }

    /// A MariaDB server without authentication; its socket is `my.sock`.
    public static func mariaDB(settings: [String] = []) throws -> PrivateServer {
        let server = try PrivateServer()
        let directory = server.directory
        var text = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
        for name in ["mysql_system_tables", "mysql_performance_tables", "mysql_system_tables_data"] {
            text += try String(contentsOfFile: "\(share)/\(name).sql", encoding: .utf8) + "\n"
        }
        text += "CREATE DATABASE harbor;\n"
        try text.write(toFile: directory + "/bootstrap.sql", atomically: true, encoding: .utf8)
        let common = [
            "/usr/sbin/mariadbd", "--no-defaults", "--datadir=\(directory)/data", "--skip-networking",
            "--socket=\(directory)/my.sock", "--pid-file=\(directory)/my.pid", "--lc-messages-dir=\(share)",
            "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--innodb-flush-log-at-trx-commit=0",
            // Servers with a shared directory remove each other's temporary tables.
            "--innodb-doublewrite=0", "--character-set-server=utf8mb4", "--tmpdir=\(directory)/data",
            "--max-allowed-packet=256M",
        ]
        try Tool.run(asPostgres + ["mkdir", directory + "/data"])
        try Tool.run(
            asPostgres + common + ["--bootstrap"], input: directory + "/bootstrap.sql",
            log: directory + "/bootstrap.out")
        try server.start(
            common + ["--skip-grant-tables"] + settings,
            untilAnswers: ["mariadb", "--no-defaults", "-S", directory + "/my.sock", "-u", "root", "-e", "select 1"])
        return server
    }
}
