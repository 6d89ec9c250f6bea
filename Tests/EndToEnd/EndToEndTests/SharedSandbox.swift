// Fields have the names of the JSON that is written.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The sandbox that most tests share: the first test that needs it starts it, and the end of the tests removes it.
enum SharedSandbox {
    static let description: Result<SandboxDescription, any Error> = Result {
        for state in abandoned() { try down(state) }
        atexit { try? SharedSandbox.down(SharedSandbox.state) }
        return try up(state)
    }

    /// Only for this run: several runs may be in parallel.
    private static let state = prefix + "\(getpid())"
    private static let prefix = FileManager.default.temporaryDirectory.path + "/qd-tests-\(geteuid())-"

    /// The directories of sandboxes whose test run was killed.
    private static func abandoned() -> [String] {
        let folder = FileManager.default.temporaryDirectory.path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.map { folder + "/" + $0 }.filter { path in
            guard path.hasPrefix(prefix), let process = pid_t(path.dropFirst(prefix.count)) else { return false }
            return kill(process, 0) != 0
        }
    }

    private static func down(_ state: String) throws {
        _ = try Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state])
    }

    /// Starts a sandbox and returns its description.
    static func up(_ state: String, _ more: String...) throws -> SandboxDescription {
        let run = try Program.run([Program.product("quarterdeck"), "sandbox", "up", "--json", "--state", state] + more)
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(SandboxDescription.self, from: run.output)
    }
}

extension SandboxDescription {
    func cluster(_ name: String) throws -> Cluster {
        try #require(clusters.first { $0.name == name })
    }

    func port(_ name: String) throws -> String {
        try #require(try cluster(name).connect_to.split(separator: ":").last.map(String.init))
    }

    /// A token of our own program.
    func token(_ cluster: String, _ more: String...) throws -> String {
        let run = try Program.run([Program.product("quarterdeck"), "token", cluster] + more, environment: env)
        try #require(run.status == 0, "\(run.errors)")
        return run.text
    }

    /// psql with a verified name and this password.
    func psql(
        _ token: String, user: String = "jane_doe", sql: String = "select current_user", tls: String = "verify-full",
        authority: String? = nil
    ) throws -> Program {
        try Program.run(
            ["psql", "-X", "-w", "-Atc", sql],
            environment: [
                "PGHOST": try cluster("harbor").endpoint, "PGHOSTADDR": "127.0.0.1", "PGPORT": try port("harbor"),
                "PGUSER": user, "PGDATABASE": "harbor", "PGPASSWORD": token, "PGSSLMODE": tls,
                "PGSSLROOTCERT": authority ?? ca_file,
                "PGCONNECT_TIMEOUT": "20",
            ])
    }

    /// The mariadb client with this password.
    func mariadb(
        _ token: String, user: String = "jane_doe", sql: String = "select substring_index(current_user(), '@', 1)",
        tls: [String]? = nil
    ) throws -> Program {
        try Program.run(
            ["mariadb", "--no-defaults", "--protocol=TCP", "-h", "127.0.0.1", "-P", try port("ferry"), "-u", user]
                + (tls ?? ["--ssl-ca=\(ca_file)", "--ssl-verify-server-cert"]) + [
                    "--connect-timeout=20", "-NBe", sql, "harbor",
                ],
            environment: ["MYSQL_PWD": token])
    }

    /// The verifier's verdicts about logins, the oldest first.
    func verdicts() throws -> [LoggedVerdict] {
        try String(contentsOfFile: verifier_log, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(LoggedVerdict.self, from: Data($0.utf8))
        }
    }
}

struct LoggedVerdict: Decodable {
    let engine: String
    let user: String
    let accepted: Bool
    let reason: String
    let token_bytes: Int
}
