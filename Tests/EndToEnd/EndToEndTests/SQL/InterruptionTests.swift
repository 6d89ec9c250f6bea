import Foundation
import Glibc
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// Ctrl-C and other signals, with the program as a user runs it.
@Suite struct InterruptionTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    /// A unique query, identified by a number in it.
    private func endless(_ cluster: String, _ mark: Int) -> String {
        cluster == "harbor"
            ? "select pg_sleep(1000), \(mark)" : "select count(*), \(mark) from vessels where sleep(1000) = 5"
    }

    private func running(_ cluster: String, _ mark: Int, _ observer: any SQLSession) async throws -> Int {
        let query =
            cluster == "harbor"
            ? "select count(*) from pg_stat_activity where state = 'active' and query like '%_sleep(1000), \(mark)%'"
                + " and pid <> pg_backend_pid()"
            : "select count(*) from information_schema.processlist where info like '%\(mark) from vessels where sleep%'"
                + " and id <> connection_id()"
        return try await observer.collect(query).rows.first?[0].flatMap { Int($0) } ?? -1
    }

    @Test(arguments: SessionTests.engines, [SIGINT, SIGTERM, SIGHUP])
    func `a signal ends the statement on the server and the program with 130`(
        _ cluster: String, _ number: Int32
    ) async throws {
        let observer = try await sandbox.session(cluster)
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let child = try ChildProcess(
            [
                Program.product("quarterdeck"), "sql", cluster, "-o", folder.path("out"), "-c",
                endless(cluster, mark),
            ],
            environment: sandbox.env, errors: folder.path("err"))
        try await eventually { try await running(cluster, mark, observer) == 1 }
        kill(child.identifier, number)
        #expect(child.wait() == 130)
        try await eventually { try await running(cluster, mark, observer) == 0 }
        let errors = try String(contentsOfFile: folder.path("err"), encoding: .utf8)
        #expect(errors.contains("cancelled; the server says: "), "\(errors)")
        // MySQL has sent the header of its result by then: there may be a partial file, but never the file itself.
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).contains("out") == false)
    }

    @Test func `an output file keeps its mode, a link its target, and a device stays`() throws {
        func run(_ output: String) throws -> Program {
            try Program.run(
                [Program.product("quarterdeck"), "sql", "harbor", "-o", output, "-c", "select 1 as a"],
                environment: sandbox.env)
        }
        try folder.write("old", to: "real")
        chmod(folder.path("real"), 0o600)
        symlink("real", folder.path("link"))
        #expect(try run(folder.path("link")).status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path("real"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try String(contentsOfFile: folder.path("real"), encoding: .utf8) == "a\n1\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link")) == "real")
        for output in ["/dev/stdout", "-"] {
            #expect(try run(output).text == "a\n1\n")
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "/dev/stdout") == "/proc/self/fd/1")
        let full = try run("/dev/full")
        #expect(full.status == 74)
        #expect(full.errors.contains("No space left on device"))
    }

    @Test func `an open transaction at the end is reported`() throws {
        for cluster in SessionTests.engines {
            let run = try Program.run(
                [Program.product("quarterdeck"), "sql", cluster, "-q", "-c", "begin", "-c", "select 1"],
                environment: sandbox.env)
            #expect(run.status == 0)
            #expect(run.errors.contains("a transaction was still open at the end"), "\(run.errors)")
        }
    }
}
