import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Clusters behind a `tunnel_command`.
@Suite struct CommandTunnelTests {
    private let clusters: PrivateClusters

    init() throws {
        clusters = try PrivateClusters()
        try clusters.profiles([
            "harbor": "tunnel_command = \"\(clusters.carrying(to: "harbor"))\"",
            "ferry": "tunnel_command = \"\(clusters.carrying(to: "ferry"))\"",
        ])
    }

    @Test func `sessions, programs and a check reach both engines through the tunnel`() throws {
        for name in ["harbor", "ferry"] {
            let run = try clusters.quarterdeck("sql", name, "-c", "select 40 + 2 as answer")
            #expect(run.text == "answer\n42\n", "\(run.errors)")
        }
        let psql = try clusters.quarterdeck("exec", "harbor", "--", "psql", "-XAtc", "select current_user")
        #expect(psql.text == "jane_doe\n", "\(psql.errors)")
        let mariadb = try clusters.quarterdeck("exec", "ferry", "--", "mariadb", "-NBe", "select 7")
        #expect(mariadb.text == "7\n", "\(mariadb.errors)")
        let check = try clusters.quarterdeck("proxy", "--check", "harbor", "ferry")
        #expect(check.status == 0, "\(check.errors)")
        #expect(clusters.carried >= 6)
    }

    @Test(arguments: ["harbor-private", "ferry-private"])
    func `the sandbox's private clusters are reached with its own program`(_ name: String) throws {
        let run = try Program.run(
            [Program.product("quarterdeck"), "sql", name, "-c", "select 7 as ports"],
            environment: clusters.sandbox.env)
        #expect(run.text == "ports\n7\n", "\(run.errors)")
        let other = try Program.run(
            [Program.product("quarterdeck"), "sandbox", "carry", "--state", clusters.sandbox.state, "elsewhere"])
        #expect(other.status == 64)
    }

    @Test func `a statement is cancelled through the tunnel`() async throws {
        let observer = try await clusters.sandbox.session("harbor")
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "sql", "harbor", "-c", "select pg_sleep(1000), \(mark)"],
            environment: clusters.environment(), errors: clusters.folder.path("errors"))
        let query =
            "select count(*) from pg_stat_activity where query like '%1000), \(mark)%' and state = 'active' "
            + "and pid <> pg_backend_pid()"
        try await eventually { try await observer.collect(query).rows == [["1"]] }
        kill(child.identifier, SIGINT)
        #expect(child.wait() == 130)
        let errors = try String(contentsOfFile: clusters.folder.path("errors"), encoding: .utf8)
        #expect(errors.contains("cancelled; the server says: "), "\(errors)")
    }

    @Test func `the user sees the program's message as the reason`() throws {
        try clusters.profiles([
            "harbor": "tunnel_command = \"echo 'bastion %h:%p is asleep' >&2; exit 3\"",
            "ferry": "tunnel_command = \"/nonexistent/program\"",
        ])
        let endpoint = try clusters.sandbox.cluster("harbor").endpoint
        let run = try clusters.quarterdeck("sql", "harbor", "-c", "select 1")
        #expect(run.status == 69, "\(run.status)")
        #expect(run.errors.contains("tunnel_command says: bastion \(endpoint):5432 is asleep"), "\(run.errors)")
        let missing = try clusters.quarterdeck("sql", "ferry", "-c", "select 1")
        #expect(missing.status == 69 && missing.errors.contains("/nonexistent/program"), "\(missing.errors)")
    }

    @Test func `a tunnel that leads to another server gets no token`() throws {
        let before = try clusters.sandbox.verdicts().filter { $0.token_bytes > 0 }.count
        let servers = try RogueServers(
            "postgresql", [.init(name: "rogue", steps: ["ask:3", "token"])], certificate: .otherName)
        let port = try #require(servers.ports["rogue"])
        let command = try clusters.carrying(to: "harbor").replacing(clusters.sandbox.port("harbor"), with: "\(port)")
        try clusters.profiles(["harbor": "tunnel_command = \"\(command)\""])
        for arguments in [["sql", "harbor", "-c", "select 1"], ["exec", "harbor", "--", "psql", "-c", "select 1"]] {
            let run = try Program.run(
                [Program.product("quarterdeck")] + arguments, environment: clusters.environment())
            #expect(run.status != 0)
        }
        #expect(try servers.records(of: "rogue", count: 2).allSatisfy { $0.token.isEmpty && $0.secure.isEmpty })
        _ = before
    }

    @Test func `doctor looks through the tunnel, and says when it is down`() throws {
        func ask(_ name: String) throws -> DoctorReply {
            try DoctorReply.ask([name], environment: clusters.environment())
        }
        for name in ["harbor", "ferry"] {
            let sound = try ask(name)
            #expect(sound.status == 0 && sound.cause == nil, "\(sound)")
            #expect(sound.checks.first { $0.name == "tunnel" }?.status == "ok", "\(sound)")
        }
        try clusters.profiles([
            "harbor": "tunnel_command = \"echo 'the bastion is asleep' >&2; exit 3\"",
            "ferry": "tunnel = \"ssh:nobody@127.0.0.1:1\"",
        ])
        let asleep = try ask("harbor")
        #expect(asleep.failed == "tunnel" && asleep.cause == "tunnel-down" && asleep.status == 69, "\(asleep)")
        #expect(asleep.evidence("tunnel").contains("tunnel_command says: the bastion is asleep"), "\(asleep)")
        let closed = try ask("ferry")
        #expect(closed.failed == "tunnel" && closed.cause == "tunnel-down" && closed.status == 69, "\(closed)")
        #expect(closed.try.contains { $0.contains("ssh ssh://nobody@127.0.0.1:1 true") }, "\(closed)")
    }

    @Test func `--direct is refused, because the tunnel would end with Quarterdeck`() throws {
        let run = try clusters.quarterdeck("exec", "--direct", "harbor", "--", "true")
        #expect(run.status == 64 && run.errors.contains("behind a tunnel"), "\(run.errors)")
    }
}
