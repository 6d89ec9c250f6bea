import Foundation
import TestSupport

/// Records the statements that a PostgreSQL server receives when psql runs scripts.
///
/// The server writes a JSON log with `log_statement = all`.
struct PostgreSQLRecorder {
    let host: String
    let port: String
    let user: String
    /// The server's JSON log.
    let log: String
    let directory: String

    /// The statements that the server receives for each script. One psql runs them all.
    func statements(of scripts: [String]) throws -> [[String]] {
        let run = UUID().uuidString
        // Scripts can make psql write files.
        var arguments =
            PrivateServer.asPostgres + [
                "env", "-C", directory, "psql", "-X", "-q", "-h", host, "-p", port, "-U", user, "-d", "postgres",
            ]
        for (number, script) in scripts.enumerated() {
            let path = "\(directory)/\(number).sql"
            try Data(script.utf8).write(to: URL(fileURLWithPath: path))
            arguments += ["-c", "ABORT", "-c", "SELECT 'mark \(run) \(number)'", "-f", path]
        }
        arguments += ["-c", "ABORT", "-c", "SELECT 'mark \(run) \(scripts.count)'"]
        try Tool.run(arguments, log: directory + "/psql.out", anyEnd: true)
        // The server's log collector writes with a delay.
        let end = Data("SELECT 'mark \(run) \(scripts.count)'".utf8)
        let deadline = Date(timeIntervalSinceNow: 120)
        while try Data(contentsOf: URL(fileURLWithPath: log)).range(of: end, options: .backwards) == nil {
            guard Date() < deadline else { throw ToolFailure(arguments: [], log: "the log does not come to its end") }
            poll(nil, 0, 20)
        }
        return try read(run, scripts.count)
    }

    private func read(_ run: String, _ count: Int) throws -> [[String]] {
        var result = [[String]](repeating: [], count: count)
        var current: Int?
        var last: String?
        for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") {
            let event = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            let message = event["message"] as? String ?? ""
            var statement: String?
            if message.hasPrefix("statement: ") {
                statement = String(message.dropFirst(11))
                last = statement
            } else if event["error_severity"] as? String == "ERROR" {
                // A statement with a syntax error is not logged before; with any other error it was.
                let failed = event["statement"] as? String
                if failed != last { statement = failed }
                last = nil
            }
            guard let statement else { continue }
            if statement.hasPrefix("SELECT 'mark \(run) ") {
                current = Int(statement.dropFirst("SELECT 'mark \(run) ".count).dropLast(1))
            } else if let current, current < count, statement != "ABORT" {
                result[current].append(statement)
            }
        }
        return result
    }
}

/// The recorder's own PostgreSQL server.
final class PostgreSQLOracle {
    let recorder: PostgreSQLRecorder
    private let server: PrivateServer

    init() throws {
        server = try .postgreSQL { directory in
            [
                "log_statement=all", "log_destination=jsonlog", "logging_collector=on",
                "log_directory=\(directory)/log", "log_filename=server", "log_rotation_size=0", "log_rotation_age=0",
                "log_min_messages=error", "autovacuum=off",
            ]
        }
        let directory = server.directory
        recorder = PostgreSQLRecorder(
            host: directory, port: "5432", user: "postgres", log: directory + "/log/server.json", directory: directory)
    }
}
