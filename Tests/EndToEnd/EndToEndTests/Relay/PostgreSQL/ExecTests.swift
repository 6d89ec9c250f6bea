import Foundation
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// `quarterdeck exec` with PostgreSQL programs.
@Suite struct ExecTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func exec(_ arguments: String..., profile: String? = nil) throws -> Program {
        var environment = sandbox.env
        environment["QUARTERDECK_CONFIG"] = profile ?? sandbox.config
        return try Program.run([Program.product("quarterdeck"), "exec"] + arguments, environment: environment)
    }

    @Test func `a program finds a private socket and no token in its environment`() throws {
        let run = try exec(
            "harbor", "--", "sh", "-c",
            "env | grep ^PG | sort; stat -c '%a %F' $PGHOST $PGHOST/.s.PGSQL.$PGPORT; psql -XAtc 'select current_user'")
        #expect(run.status == 0, "\(run.errors)")
        let lines = run.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("PGUSER=jane_doe") && lines.contains("PGDATABASE=harbor"))
        #expect(lines.contains("PGAPPNAME=quarterdeck \(NSUserName())@default") && lines.contains("PGPORT=5432"))
        #expect(!run.text.contains("PGPASSWORD") && !run.text.contains("X-Amz"))
        #expect(lines.suffix(3) == ["700 directory", "600 socket", "jane_doe"], "\(lines)")
    }

    @Test func `nothing is left after the program, and its exit status is returned`() throws {
        let run = try exec("harbor", "--", "sh", "-c", "echo $PGHOST; exit 7")
        #expect(run.status == 7)
        let directory = run.text.trimmingCharacters(in: .newlines)
        #expect(directory.contains("/exec-"))
        #expect(access(directory, F_OK) != 0)
    }

    @Test func `a program that logs in again gets a live token each time`() throws {
        let before = try sandbox.verdicts().filter { $0.engine == "postgresql" && $0.accepted }.count
        let run = try exec("harbor", "--", "sh", "-c", "for i in 1 2 3; do psql -XAtc 'select 1'; done")
        #expect(run.text == "1\n1\n1\n", "\(run.errors)")
        #expect(try sandbox.verdicts().filter { $0.engine == "postgresql" && $0.accepted }.count >= before + 3)
    }

    @Test func `a server whose certificate has only a common name gets no token`() throws {
        let servers = try RogueServers(
            "postgresql", [.init(name: "rogue", steps: ["ask:3", "token"])], certificate: .commonNameOnly)
        let folder = try TemporaryDirectory()
        try folder.write(servers.profiles("postgresql"), to: "clusters.toml")
        let run = try exec("rogue", "--", "psql", "-XAtc", "select 1", profile: folder.path("clusters.toml"))
        #expect(run.status == 2)
        #expect(run.errors.contains("so no token is sent"), "\(run.errors)")
        #expect(try servers.records(of: "rogue").allSatisfy { $0.token.isEmpty && $0.secure.isEmpty })
    }

    @Test func `with --direct the program gets the address, a token and its expiry`() throws {
        let run = try exec(
            "--direct", "harbor", "--", "sh", "-c",
            "echo $PGSSLMODE ${PGPASSWORD%%/*}; psql -XAtc 'select current_user'")
        let endpoint = try sandbox.cluster("harbor").endpoint
        #expect(run.text == "verify-full \(endpoint):5432\njane_doe\n", "\(run.errors)")
        #expect(run.errors.contains("the program's token works for new logins until "), "\(run.errors)")
    }

    @Test(arguments: ["harbor", "ferry"]) func `with --tcp the program gets a loopback port and a password for the run`(
        _ cluster: String
    ) throws {
        let script =
            cluster == "harbor"
            ? "echo $PGHOST $PGSSLMODE; psql -XAtc 'select current_user'"
            : "echo $MYSQL_HOST; mariadb -NBe 'select substring_index(current_user(), \"@\", 1)'"
        let run = try exec("--tcp", cluster, "--", "sh", "-c", script)
        #expect(run.text == (cluster == "harbor" ? "127.0.0.1 disable" : "127.0.0.1") + "\njane_doe\n", "\(run.errors)")
        let both = try exec("--tcp", "--direct", cluster, "--", "true")
        #expect(both.status == 64)
    }

    @Test func `MySQL programs of a read-only cluster begin read-only without an option file`() throws {
        let folder = try TemporaryDirectory()
        let profile = try String(contentsOfFile: sandbox.config, encoding: .utf8)
            .replacing("[clusters.ferry]", with: "[clusters.ferry]\nread_only = true")
        try folder.write(profile, to: "clusters.toml")
        let run = try exec(
            "ferry", "--", "sh", "-c",
            "mariadb --no-defaults -S $MYSQL_UNIX_PORT -u jane_doe -NBe 'select @@tx_read_only'",
            profile: folder.path("clusters.toml"))
        #expect(run.text == "1\n", "\(run.errors)")
    }
}
