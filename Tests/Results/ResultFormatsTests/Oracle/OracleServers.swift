import Foundation
import TestSupport

/// Private servers whose clients print the expected output.
final class OracleServers: Sendable {
    private let postgreSQL: PrivateServer
    private let mariaDB: PrivateServer

    static let shared: Result<OracleServers, any Error> = Result {
        atexit { try? OracleServers.shared.get().stop() }
        return try OracleServers()
    }

    private init() throws {
        postgreSQL = try .postgreSQL()
        mariaDB = try .mariaDB()
    }

    private func stop() {
        postgreSQL.stop()
        mariaDB.stop()
    }

    func psql(_ sql: String, _ flags: [String]) throws -> [UInt8] {
        try run(
            [
                "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", postgreSQL.directory, "-U", "postgres", "postgres",
            ] + flags, sql)
    }

    func mariadb(_ sql: String, _ flags: [String]) throws -> [UInt8] {
        try run(
            [
                "mariadb", "--no-defaults", "-S", mariaDB.directory + "/my.sock",
                "--default-character-set=utf8mb4",
            ] + flags, sql)
    }

    /// Writes a file that MariaDB's server can read. Returns its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = mariaDB.directory + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        try Tool.run(["chmod", "644", path])
        return path
    }

    private func run(_ arguments: [String], _ sql: String) throws -> [UInt8] {
        let program = try Program.run(
            arguments, environment: ["LC_ALL": "C.UTF-8", "PGCLIENTENCODING": "UTF8"], input: Data(sql.utf8))
        return [UInt8](program.output)
    }
}
