import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Each fault with a careless client, which sends the token, and with a careful one, which must not.
@Suite(.serialized) struct FaultTests {
    private let folder: TemporaryDirectory
    private var state: String { folder.path("s") }

    init() throws {
        folder = try TemporaryDirectory()
        chmod(folder.path, 0o755)
    }

    /// The number of token bytes that arrived at each engine since the last call.
    private func arrived(_ sandbox: SandboxDescription, _ engine: String) throws -> Int {
        try sandbox.verdicts().filter { $0.engine == engine }.reduce(0) { $0 + $1.token_bytes }
    }

    @Test(arguments: ["no-tls", "stripped", "self-signed", "wrong-name", "expired"])
    func `a careful client sends nothing and a careless one everything`(fault: String) throws {
        let sandbox = try SharedSandbox.up(state, "--fault", fault)
        defer { _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state]) }
        #expect(sandbox.fault == fault)
        let status = try Program.run([Program.product("quarterdeck"), "sandbox", "status", "--state", state])
        #expect(status.status == 0)
        #expect(status.text.hasSuffix(", harbor-private through a tunnel, ferry-private through a tunnel\n"))
        let (harbor, ferry) = (try sandbox.token("harbor"), try sandbox.token("ferry"))

        try expectOursToGiveNothing(sandbox)
        #expect(try sandbox.psql(harbor).status == 2)
        #expect(try sandbox.mariadb(ferry).status == 1)
        #expect(try arrived(sandbox, "postgresql") == 0)
        #expect(try arrived(sandbox, "mysql") == 0)

        _ = try sandbox.psql(harbor, tls: "prefer", authority: "/nonexistent")
        #expect(try arrived(sandbox, "postgresql") == harbor.utf8.count)
        let before = try arrived(sandbox, "mysql")
        _ = try sandbox.mariadb(ferry, tls: [])
        #expect(try arrived(sandbox, "mysql") - before == ferry.utf8.count)
    }

    /// Our own commands on a hostile machine.
    private func expectOursToGiveNothing(_ sandbox: SandboxDescription) throws {
        let machine = try HostileMachine(sandbox)
        for cluster in ["harbor", "ferry"] {
            let run = try machine.quarterdeck("sql", cluster, "-c", "select 1")
            #expect(run.status == 69)
            #expect(run.text.isEmpty)
            #expect(run.errors.contains("has not proven that it is \(cluster)."), "\(run.errors)")
            #expect(run.errors.contains("no token was sent"))
        }
        #expect(try machine.quarterdeck("exec", "harbor", "--", "psql", "-Xwc", "select 1").status == 2)
        #expect(try machine.quarterdeck("exec", "ferry", "--", "mariadb", "-e", "select 1").status == 1)
        // An unknown program that reads the user's own option file.
        _ = try machine.quarterdeck("exec", "ferry", "--", "sh", "-c", "mariadb -e 'select 1'")
        #expect(try arrived(sandbox, "postgresql") == 0)
        #expect(try arrived(sandbox, "mysql") == 0)
    }

    @Test func `slow answers arrive, and those of a dying server do not`() throws {
        let slow = try SharedSandbox.up(state, "--fault", "slow")
        #expect(try slow.psql(slow.token("harbor")).text == "jane_doe\n")
        #expect(try slow.mariadb(slow.token("ferry")).text == "jane_doe\n")
        for cluster in ["harbor", "ferry"] {
            #expect(try HostileMachine(slow).quarterdeck("sql", cluster, "-c", "select 5").text.hasSuffix("5\n"))
        }
        // Slow, but within the time limit.
        #expect(try slow.psql(slow.token("harbor"), sql: "select 1 from pg_sleep(11)").text == "1\n")
        _ = try Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state])
        let dying = try SharedSandbox.up(state, "--fault", "dies=3000")
        defer { _ = try? Program.run([Program.product("quarterdeck"), "sandbox", "down", "--state", state]) }
        let long = "select repeat('x', 100000)"
        #expect(try dying.psql(dying.token("harbor"), sql: long).status != 0)
        #expect(try dying.mariadb(dying.token("ferry"), sql: long).status != 0)
        for cluster in ["harbor", "ferry"] {
            let run = try HostileMachine(dying).quarterdeck("sql", cluster, "-c", long)
            #expect(run.status == 69)
            #expect(
                run.errors.contains("the connection to") || run.errors.contains("cannot connect"), "\(run.errors)")
        }
    }

    @Test func `an unknown fault is refused with the list of faults`() throws {
        let run = try Program.run(
            [Program.product("quarterdeck"), "sandbox", "up", "--state", state, "--fault", "gremlins"])
        #expect(run.status == 64)
        #expect(run.errors.contains("try: one of: no-tls, self-signed, wrong-name"))
    }
}
