import Foundation
import Testing

@testable import Sandbox
@testable import TestSupport

/// A MariaDB server with the sandbox's token check on which jane_doe has all privileges; on the sandbox's own she
/// cannot create procedures.
final class WideFerry: Sendable {
    let port: Int
    /// A profile file in which its name is `ferry`.
    let config: String
    private let server: PrivateServer
    private let sandbox: SandboxDescription

    static let shared: Result<WideFerry, any Error> = Result {
        atexit { try? WideFerry.shared.get().server.stop() }
        return try WideFerry(try SharedSandbox.description.get())
    }

    private init(_ sandbox: SandboxDescription) throws {
        self.sandbox = sandbox
        server = try PrivateServer()
        let directory = server.directory
        let (hold, port) = try Socket.reserveLoopbackPort()
        self.port = port
        let programs = try ServerPrograms(path: "/usr/sbin:/usr/bin")
        let settings = [
            "env", "QD_VERIFIER_SOCKET=\(sandbox.data)/door/verifier.sock", programs.mariadbd,
            "--defaults-file=\(sandbox.data)/conf/my.cnf", "--datadir=\(directory)/data", "--tmpdir=\(directory)/data",
            "--pid-file=\(directory)/my.pid", "--socket=\(directory)/my.sock",
        ]
        var sql = "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket=NULL;\n"
        for name in ["mysql_system_tables", "mysql_performance_tables", "mysql_system_tables_data"] {
            sql += try String(contentsOfFile: "\(programs.mariadbShare)/\(name).sql", encoding: .utf8) + "\n"
        }
        sql += """
            FLUSH PRIVILEGES;
            CREATE USER jane_doe@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS' REQUIRE SSL;
            GRANT ALL ON *.* TO jane_doe@'%';

            """
        try sql.write(toFile: directory + "/bootstrap.sql", atomically: true, encoding: .utf8)
        try Tool.run(PrivateServer.asPostgres + ["mkdir", directory + "/data"])
        try Tool.run(
            PrivateServer.asPostgres + settings + ["--bootstrap"], input: directory + "/bootstrap.sql",
            log: directory + "/bootstrap.out")
        config = directory + "/clusters.toml"
        let clusters = try String(contentsOfFile: sandbox.config, encoding: .utf8)
        try clusters.replacing("127.0.0.1:\(try sandbox.port("ferry"))", with: "127.0.0.1:\(port)")
            .write(toFile: config, atomically: true, encoding: .utf8)
        try server.start(
            settings + ["--port=\(port)"],
            untilAnswers: ["mariadb", "--no-defaults", "-S", directory + "/my.sock", "-u", "root", "-e", "select 1"])
        withExtendedLifetime(hold) {}
    }

    /// `mariadb < script` in a new database, and `quarterdeck sql -f script` in another one.
    struct Runs {
        let ours: Program
        let theirs: Program
    }

    /// Runs a script with both, and expects the same tables, routines and errors.
    func run(
        _ script: [UInt8], format: String = "table", flags: [String] = ["-t"], stopping: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Runs {
        let folder = try TemporaryDirectory()
        try folder.write(script, to: "script.sql")
        let admin = ["-e", "create or replace database o character set utf8mb4"]
        var dumps: [Data] = []
        try #require(try sandbox.mariadb(admin, port: port).status == 0)
        let theirs = try Program.run(
            ["mariadb"] + (try login) + flags + (stopping ? [] : ["--force"]) + ["o"],
            environment: ["MYSQL_PWD": try sandbox.token("ferry")], input: Data(script), directory: folder.path)
        dumps.append(try dump())
        try #require(try sandbox.mariadb(admin, port: port).status == 0)
        let ours = try sandbox.sql(
            "ferry",
            [
                "--config", config, "--database", "o", "--format", format, "--on-error",
                stopping ? "stop" : "continue", "-f", "script.sql",
            ], directory: folder.path)
        dumps.append(try dump())
        expectSame(dumps[1], dumps[0], "content", sourceLocation: sourceLocation)
        let (mine, other) = (Refused.byUs(ours.errors), Refused.byMariaDB(theirs.errors))
        #expect(mine == other, "\(ours.errors)\n\(theirs.errors)", sourceLocation: sourceLocation)
        #expect(ours.status == (mine.isEmpty ? 0 : 1), "\(ours.errors)", sourceLocation: sourceLocation)
        return Runs(ours: ours, theirs: theirs)
    }

    private var login: [String] {
        get throws {
            [
                "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-u", "jane_doe", "-P", String(port),
                "--ssl-ca=\(sandbox.ca_file)", "--ssl-verify-server-cert", "--default-character-set=utf8mb4",
            ]
        }
    }

    /// The content of the database.
    private func dump() throws -> Data {
        let run = try sandbox.mariadb(
            [
                "-N", "-e",
                """
                select table_name, table_type, table_rows is null from information_schema.tables where table_schema = 'o'
                  order by 1;
                select routine_name, routine_type, md5(routine_definition), sql_mode from information_schema.routines
                  where routine_schema = 'o' order by 1, 2;
                select trigger_name, event_object_table, md5(action_statement) from information_schema.triggers
                  where trigger_schema = 'o' order by 1;
                set @all = (select group_concat('select ', quote(table_name), ', a.* from o.`', table_name, '` a'
                  order by table_name separator ' ') from information_schema.tables where table_schema = 'o'
                  and table_name = 't');
                execute immediate coalesce(@all, 'select 0');
                """,
            ], port: port)
        try #require(run.status == 0, "\(run.errors)")
        return run.output
    }
}
