import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Two empty PostgreSQL databases of jane_doe, one for Quarterdeck and one for psql.
final class TwoDatabases {
    let ours: String
    let theirs: String
    private let sandbox: SandboxDescription

    init(_ sandbox: SandboxDescription, encoding: String = "UTF8") throws {
        let name = "scripts_" + UUID().uuidString.prefix(8).lowercased()
        (ours, theirs) = (name + "_ours", name + "_theirs")
        self.sandbox = sandbox
        for database in [ours, theirs] {
            try sandbox.administrate(
                "create database \(database) owner jane_doe encoding '\(encoding)' locale 'C' template template0")
        }
    }

    deinit {
        for database in [ours, theirs] { try? sandbox.administrate("drop database if exists \(database) with (force)") }
    }

    /// The content of a database as SQL.
    func dump(_ database: String, _ options: [String] = []) throws -> String {
        let run = try Program.run(["pg_dump", "--no-owner", "--no-acl"] + sandbox.administrator + options + [database])
        try #require(run.status == 0, "\(run.errors)")
        return run.text
    }

    /// The content without the lines that always differ.
    func content(_ database: String) throws -> Data {
        let lines = try dump(database).split(separator: "\n").filter {
            !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict")
        }
        return Data(lines.joined(separator: "\n").utf8)
    }

    /// Runs a file with psql.
    func theirRun(_ file: String, in directory: String, stopping: Bool = false) throws -> Program {
        try sandbox.psql(
            ["-v", "ON_ERROR_STOP=\(stopping ? 1 : 0)", "-f", file], database: theirs, directory: directory)
    }

    /// Runs a file with Quarterdeck.
    func ourRun(_ file: String, in directory: String, stopping: Bool = false) throws -> Program {
        try sandbox.sql(
            "harbor",
            ["--database", ours, "--format", "csv", "--on-error", stopping ? "stop" : "continue", "-f", file],
            directory: directory)
    }

    /// Runs a file with psql and Quarterdeck; expects the same results, errors and tables.
    ///
    /// - Returns: Quarterdeck's run.
    @discardableResult
    func expectSameRun(
        _ file: String, in directory: String, stopping: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Program {
        let theirRun = try theirRun(file, in: directory, stopping: stopping)
        let ourRun = try ourRun(file, in: directory, stopping: stopping)
        expectSame(ourRun.output, theirRun.output, "output", sourceLocation: sourceLocation)
        let (mine, other) = (Refused.byPostgreSQL(ourRun.errors), Refused.byPostgreSQL(theirRun.errors))
        #expect(mine.map(\.code) == other.map(\.code), "\(ourRun.errors)", sourceLocation: sourceLocation)
        #expect(mine.map(\.text) == other.map(\.text), sourceLocation: sourceLocation)
        #expect(ourRun.status == (mine.isEmpty ? 0 : 1), "\(ourRun.errors)", sourceLocation: sourceLocation)
        #expect(theirRun.status == (stopping && !other.isEmpty ? 3 : 0), sourceLocation: sourceLocation)
        expectSame(try content(ours), try content(theirs), "content", sourceLocation: sourceLocation)
        return ourRun
    }
}

extension SandboxDescription {
    /// Runs SQL on PostgreSQL as the server's owner.
    func administrate(_ sql: String) throws {
        let run = try Program.run(["psql", "-q"] + administrator + ["-d", "postgres", "-X", "-c", sql])
        try #require(run.status == 0, "\(run.errors)")
    }

    /// The sandbox's superuser logs in at its socket, only from the supervisor's account.
    fileprivate var administrator: [String] {
        ["-h", data + "/run", "-p", String(servers.postgresql), "-U", "rdsadmin", "-w"]
    }
}
