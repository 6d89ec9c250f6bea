import Foundation
import TestSupport

/// Records the statements that a MariaDB server receives when its client runs scripts.
///
/// The server writes its general log to the table `mysql.general_log`.
struct MariaDBRecorder {
    let socket: String
    let directory: String

    private var client: [String] {
        PrivateServer.asPostgres + [
            "env", "-C", directory, "mariadb", "--no-defaults", "--batch", "--force", "--default-character-set=utf8mb4",
            "-S", socket, "-u", "root",
        ]
    }

    /// The statements that the server receives for each script. One client runs them all; `use` appears as `USE name`.
    func statements(of scripts: [String]) throws -> [[String]] {
        let run = UUID().uuidString
        var all = ""
        for (number, script) in scripts.enumerated() {
            let path = "\(directory)/\(number).sql"
            try Data(script.utf8).write(to: URL(fileURLWithPath: path))
            all += "select 'mark \(run) \(number)';\nsource \(path)\ndelimiter ;\n"
        }
        all += "select 'mark \(run) \(scripts.count)';\n"
        let path = directory + "/all.sql"
        try Data(all.utf8).write(to: URL(fileURLWithPath: path))
        try Tool.run(client, input: path, log: directory + "/client.out", anyEnd: true)
        let query =
            "select concat(if(command_type = 'Init DB', '555345', '')), hex(argument) from mysql.general_log where command_type in ('Query', 'Init DB')"
        try Tool.run(client + ["-N", "-e", query], log: directory + "/log.out")
        return try read(run, scripts.count)
    }

    /// Queries of the client itself, for `use`, `status`, `help` and after errors.
    private func isOfTheClient(_ statement: String) -> Bool {
        [
            "SELECT DATABASE()", "show warnings", "select DATABASE(), USER() limit 1",
            "select @@version_comment limit 1",
        ].contains(statement) || statement.hasPrefix("help '") || statement.hasPrefix("SET NAMES ")
            || statement.hasPrefix("select @@character_set_client, ")
    }

    private func read(_ run: String, _ count: Int) throws -> [[String]] {
        var result = [[String]](repeating: [], count: count)
        var current: Int?
        for line in try String(contentsOfFile: directory + "/log.out", encoding: .utf8).split(separator: "\n") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count == 2 else { continue }
            let digits = Array(fields[1].utf8)
            let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
                UInt8(String(decoding: digits[$0..<($0 + 2)], as: UTF8.self), radix: 16)
            }
            let statement = (fields[0].isEmpty ? "" : "USE ") + String(decoding: bytes, as: UTF8.self)
            if statement.hasPrefix("select 'mark \(run) ") {
                current = Int(statement.dropFirst("select 'mark \(run) ".count).dropLast(1))
            } else if let current, current < count, !isOfTheClient(statement) {
                result[current].append(statement)
            }
        }
        return result
    }
}

/// The recorder's own MariaDB server.
final class MariaDBOracle {
    let recorder: MariaDBRecorder
    private let server: PrivateServer

    init() throws {
        server = try .mariaDB(settings: ["--log-output=TABLE", "--general-log"])
        recorder = MariaDBRecorder(socket: server.directory + "/my.sock", directory: server.directory)
    }
}
