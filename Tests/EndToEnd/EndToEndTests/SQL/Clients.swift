import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `quarterdeck sql` and the clients for comparison, at the sandbox's servers.
extension SandboxDescription {
    /// `quarterdeck sql` without notes about success.
    func sql(
        _ cluster: String, _ arguments: [String], input: String = "", directory: String? = nil
    ) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "sql", cluster, "--quiet"] + arguments, environment: env,
            input: Data(input.utf8), directory: directory)
    }

    /// psql with a token, CSV output, and SQLSTATEs in its errors.
    func psql(
        _ arguments: [String], database: String = "harbor", input: String = "", directory: String? = nil
    ) throws -> Program {
        try Program.run(
            ["psql", "-X", "-w", "-q", "--csv", "-v", "VERBOSITY=verbose"] + arguments,
            environment: try psqlEnvironment(database), input: Data(input.utf8), directory: directory)
    }

    /// The environment with which psql logs in with a token and verifies the server.
    func psqlEnvironment(_ database: String) throws -> [String: String] {
        [
            "PGHOST": try cluster("harbor").endpoint, "PGHOSTADDR": "127.0.0.1", "PGPORT": try port("harbor"),
            "PGUSER": "jane_doe", "PGDATABASE": database, "PGPASSWORD": try token("harbor"),
            "PGSSLMODE": "verify-full", "PGSSLROOTCERT": ca_file,
        ]
    }

    /// The mariadb client with a token.
    func mariadb(
        _ arguments: [String], port: Int? = nil, input: String = "", directory: String? = nil
    ) throws -> Program {
        try Program.run(
            [
                "mariadb", "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-u", "jane_doe", "-P",
                try port.map(String.init) ?? self.port("ferry"), "--ssl-ca=\(ca_file)", "--ssl-verify-server-cert",
                "--default-character-set=utf8mb4",
            ] + arguments, environment: ["MYSQL_PWD": try token("ferry")], input: Data(input.utf8),
            directory: directory)
    }
}

/// A server's error as a client reported it.
struct Refused: Equatable {
    let line: Int
    let code: String
    let text: String

    /// The errors in psql's words, or in ours for PostgreSQL.
    static func byPostgreSQL(_ errors: String) -> [Refused] {
        errors.matches(of: /:(\d+): ERROR:? +([0-9A-Z]{5}): ([^\n]*)/).map {
            Refused(line: Int($0.1) ?? 0, code: String($0.2), text: String($0.3))
        }
    }

    /// The errors in the mariadb client's words.
    static func byMariaDB(_ errors: String) -> [Refused] {
        errors.matches(of: /ERROR (\d+ \(\w{5}\)) at line (\d+)[^\n:]*(?:: '[^']*')?: ([^\n]*)/).map {
            Refused(line: Int($0.2) ?? 0, code: String($0.1), text: String($0.3))
        }
    }

    /// The errors in our words for MySQL.
    static func byUs(_ errors: String) -> [Refused] {
        errors.matches(of: /:(\d+): ERROR (\d+ \(\w{5}\)): ([^\n]*)/).map {
            Refused(line: Int($0.1) ?? 0, code: String($0.2), text: String($0.3))
        }
    }
}

/// Expects equal bytes, and shows where they differ.
func expectSame(_ ours: Data, _ theirs: Data, _ what: String, sourceLocation: SourceLocation = #_sourceLocation) {
    guard ours != theirs else { return }
    let (mine, other) = ([UInt8](ours), [UInt8](theirs))
    let common = zip(mine, other).prefix { $0 == $1 }.count
    func around(_ bytes: [UInt8]) -> String {
        String(decoding: bytes[max(0, common - 200)..<min(bytes.count, common + 200)], as: UTF8.self)
    }
    Issue.record(
        "\(what) differs at byte \(common): ours\n\(around(mine))\ntheirs\n\(around(other))",
        sourceLocation: sourceLocation)
}
