import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `quarterdeck proxy` as a user starts it.
@Suite struct ProxyTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
        try FileManager.default.createDirectory(
            atPath: folder.path("run"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private var base: String { folder.path("run") + "/quarterdeck/proxy" }

    private func environment(_ more: [String: String] = [:]) -> [String: String] {
        sandbox.env.merging(["XDG_RUNTIME_DIR": folder.path("run"), "HOME": folder.path]) { _, new in new }
            .merging(more) { _, new in new }
    }

    /// A proxy that has printed a line for each of its clusters.
    private func proxy(
        _ arguments: String..., lines: Int, environment more: [String: String] = [:]
    ) throws -> (child: ChildProcess, lines: [String]) {
        let name = UUID().uuidString
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "proxy"] + arguments, environment: environment(more),
            output: folder.path("out-" + name), errors: folder.path("errors"))
        func read() -> [String] {
            let text = (try? String(contentsOfFile: folder.path("out-" + name), encoding: .utf8)) ?? ""
            return text.hasSuffix("\n") ? text.split(separator: "\n").map(String.init) : []
        }
        try #require(RelayInUse.eventually { read().count >= lines }, "\(errors)")
        return (child, read())
    }

    private var errors: String { (try? String(contentsOfFile: folder.path("errors"), encoding: .utf8)) ?? "" }

    private func shell(_ line: String) throws -> Program {
        try Program.run(["sh", "-c", line], environment: environment())
    }

    private func end(_ child: ChildProcess) {
        kill(child.identifier, SIGTERM)
        #expect(child.wait() == 0)
    }

    @Test func `the printed lines work, the sockets are private, and nothing is left at the end`() throws {
        let (child, lines) = try proxy("harbor", "ferry", lines: 2)
        #expect(lines[0] == "psql \"host=\(base)/harbor user=jane_doe dbname=harbor\"")
        #expect(lines[1] == "mysql --socket=\(base)/ferry/mysql.sock --user=jane_doe harbor")
        #expect(try shell(lines[0] + " -XAtc 'select current_user'").text == "jane_doe\n")
        let mariadb = "mariadb --no-defaults" + lines[1].dropFirst("mysql".count)
        #expect(try shell(mariadb + " -NBe 'select 7'").text == "7\n")
        let modes = try shell("stat -c '%a' \(base) \(base)/* \(base)/harbor/.s.PGSQL.5432 \(base)/ferry/mysql.sock")
        #expect(modes.text == "700\n700\n700\n600\n600\n", "\(modes.text)")
        end(child)
        #expect(access(base, F_OK) != 0)
        #expect(errors.isEmpty, "\(errors)")
    }

    @Test func `JSON describes each cluster on a line with a port and its password`() throws {
        struct Line: Decodable {
            let cluster, engine, socket, host, user, command: String
            let database, password: String?
            let port: Int?
        }
        let (child, lines) = try proxy("harbor", "ferry", "--json", "--port", "0", lines: 2)
        defer { end(child) }
        let objects = try lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(objects.map(\.cluster) == ["harbor", "ferry"])
        #expect(objects.map(\.engine) == ["postgresql", "mysql"])
        #expect(objects.map(\.host) == ["127.0.0.1", "127.0.0.1"])
        #expect(objects[0].database == "harbor" && objects[0].user == "jane_doe")
        let password = try #require(objects[0].password)
        #expect(objects[1].password == password)
        #expect(try shell("PGPASSWORD=\(password) \(objects[0].command) -XAtc 'select 1'").text == "1\n")
        #expect(try shell("PGPASSWORD=x \(objects[0].command) -w -XAtc 'select 1'").errors.contains("password"))
        let port = try #require(objects[1].port)
        let mariadb = "MYSQL_PWD=\(password) mariadb --no-defaults -h 127.0.0.1 -P \(port) -u jane_doe -NBe 'select 2'"
        #expect(try shell(mariadb).text == "2\n")
        #expect(try shell("psql -XAtc 'select 3' 'host=\(base)/harbor user=jane_doe dbname=harbor'").text == "3\n")
    }

    @Test func `psycopg, asyncpg and PyMySQL log in, copy, pool and cancel over sockets and ports`() throws {
        let (child, lines) = try proxy("harbor", "ferry", "--json", "--port", "0", lines: 2)
        defer { end(child) }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Oracle/drivers.py").path
        let run = try Program.run([Oracle.python, script] + lines, environment: environment())
        #expect(run.text == "all passed\n", "\(run.errors) \(errors)")
    }

    @Test func `a signal lists the connections with user, age and bytes`() throws {
        let (child, lines) = try proxy("harbor", lines: 1)
        defer { end(child) }
        kill(child.identifier, SIGUSR1)
        #expect(RelayInUse.eventually { errors.contains("no program is connected") })
        let psql = try ChildProcess(
            ["sh", "-c", "exec " + lines[0] + " -Xc 'select pg_sleep(1000)'"], environment: environment())
        #expect(
            RelayInUse.eventually {
                kill(child.identifier, SIGUSR1)
                return errors.contains("harbor  user jane_doe  connected 0:0")
            })
        #expect(errors.contains(" bytes  received "))
        kill(psql.identifier, SIGKILL)
    }

    @Test func `a second proxy is refused, and a killed one is replaced`() throws {
        let (child, lines) = try proxy("harbor", lines: 1)
        let second = try Program.run([Program.product("quarterdeck"), "proxy", "harbor"], environment: environment())
        #expect(second.status == 75)
        #expect(second.errors.contains("another process is the proxy of harbor"), "\(second.errors)")
        #expect(try shell(lines[0] + " -XAtc 'select 1'").text == "1\n")
        kill(child.identifier, SIGKILL)
        _ = child.wait()
        #expect(access("\(base)/harbor/.s.PGSQL.5432", F_OK) == 0)
        let (next, again) = try proxy("harbor", lines: 1)
        #expect(again == lines)
        #expect(try shell(again[0] + " -XAtc 'select 2'").text == "2\n")
        end(next)
    }

    @Test func `a path that is too long for a socket gets a short private directory, removed at the end`() throws {
        let long = folder.path("run") + "/" + String(repeating: "d", count: 60)
        try FileManager.default.createDirectory(
            atPath: long, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let (child, lines) = try proxy("harbor", lines: 1, environment: ["XDG_RUNTIME_DIR": long])
        let directory = try #require(lines[0].firstMatch(of: #/host=(/tmp/quarterdeck-\w+) /#)).1
        #expect(try shell(lines[0] + " -XAtc 'select 1'").text == "1\n")
        #expect(try shell("stat -c %a \(directory)").text == "700\n")
        kill(child.identifier, SIGKILL)
        _ = child.wait()
        let (next, again) = try proxy("harbor", lines: 1, environment: ["XDG_RUNTIME_DIR": long])
        #expect(access(String(directory), F_OK) != 0)
        let other = try #require(again[0].firstMatch(of: #/host=(/tmp/quarterdeck-\w+) /#)).1
        end(next)
        #expect(access(String(other), F_OK) != 0)
    }

    @Test func `it ends by itself after a time without connections`() throws {
        let (child, _) = try proxy("harbor", "--idle-exit", "1s", lines: 1)
        #expect(child.wait() == 0)
        #expect(access(base, F_OK) != 0)
    }

    @Test func `a check logs in once on each cluster and returns the worst status`() throws {
        let before = try sandbox.verdicts().count
        let good = try Program.run(
            [Program.product("quarterdeck"), "proxy", "--check", "harbor", "ferry"], environment: environment())
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.errors.contains("harbor: a login as jane_doe works"))
        #expect(good.errors.contains("ferry: a login as jane_doe works"))
        #expect(try sandbox.verdicts().count >= before + 2)
        let bad = try Program.run(
            [Program.product("quarterdeck"), "proxy", "--check", "harbor", "--user", "nobody"],
            environment: environment())
        #expect(bad.status == 77, "\(bad.errors)")
    }

    @Test func `wrong usage is refused before anything is opened`() throws {
        for (arguments, words) in [
            ([], "no cluster was named"), (["nosuch"], "nosuch"), (["harbor", "--port", "70000"], "--port 70000"),
            (["harbor", "--idle-exit", "soon"], "\"soon\" is not a length of time"),
        ] as [([String], String)] {
            let run = try Program.run(
                [Program.product("quarterdeck"), "proxy"] + arguments, environment: environment())
            #expect(run.status == 64 && run.errors.contains(words), "\(run.status) \(run.errors)")
        }
        #expect(access(base, F_OK) != 0)
    }
}
