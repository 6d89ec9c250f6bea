import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// MySQL's own client through a relay to the sandbox.
@Suite struct RelayTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test func `a client that requests another user gets the configured user's name`() throws {
        let relay = try RelayInUse(sandbox)
        let run = try relay.mariadb("select 1", "-u", "jane_ro")
        #expect(run.status == 1)
        #expect(run.errors.contains("this socket signs in as jane_doe, not as jane_ro"))
    }

    @Test func `a client is logged in as the configured user`() throws {
        let relay = try RelayInUse(sandbox, user: "jane_doe", database: "harbor")
        let run = try relay.mariadb("select substring_index(current_user(), '@', 1), database()")
        #expect(run.text == "jane_doe\tharbor\n", "\(run.errors)")
        #expect(try relay.mariadb("show session status like 'Ssl_version'").text == "Ssl_version\tTLSv1.3\n")
        #expect(try relay.mariadb("select database()", "information_schema").text == "information_schema\n")
        #expect(relay.tokensAsked == 3)
        #expect(relay.reports.isEmpty)
    }

    @Test func `a million rows are unchanged`() throws {
        let relay = try RelayInUse(sandbox, database: "harbor")
        let rows = "select * from sensor_readings order by 1, 2"
        let run = try relay.mariadb(rows)
        #expect(run.output.count > 10_000_000)
        #expect(try run.output == sandbox.direct(rows).output)
    }

    @Test func `long statements go up, several packets of 16 MiB come down`() throws {
        let relay = try RelayInUse(sandbox)
        let text = String(repeating: "v", count: 20_000_000)
        let run = try Program.run(
            relay.arguments(["--max-allowed-packet=64M"]), input: Data("select '\(text)'".utf8))
        #expect(run.text == text + "\n" + text + "\n" || run.text == text + "\n", "\(run.errors.prefix(200))")
    }

    @Test func `many clients are served in parallel, each with its own login`() async throws {
        let relay = try RelayInUse(sandbox)
        let connections = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<12 {
                group.addTask { try relay.mariadb("select connection_id() from (select sleep(0.3)) as pause").text }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(connections.count == 12)
        #expect(relay.tokensAsked == 12)
    }

    @Test func `clients beyond the limit get an error`() throws {
        var limits = RelayLimits()
        limits.connections = 1
        let relay = try RelayInUse(sandbox, limits: limits)
        let first = try Wire(to: relay.socket)
        #expect(first.hearPacket()?.payload.first == 10)
        let run = try relay.mariadb("select 1")
        #expect(run.errors.contains("Quarterdeck: more than 1 connections"))
    }

    @Test func `a rejected token is reported in the server's words`() throws {
        let relay = try RelayInUse(sandbox, token: String(try sandbox.token().dropLast()) + "x")
        let run = try relay.mariadb("select 1")
        #expect(run.status == 1)
        #expect(run.errors.contains("ERROR 1045 (28000): Access denied for user 'jane_doe'"))
        #expect(relay.reports.map(\.status) == [.notPermitted])
    }

    @Test func `tokens of 60 KB are passed`() throws {
        let relay = try RelayInUse(sandbox, token: String(repeating: "t", count: 60_000))
        let before = try sandbox.arrived()
        #expect(try relay.mariadb("select 1").errors.contains("1045"))
        #expect(try sandbox.arrived() - before >= 60_000)
    }

    @Test func `the reason for a missing token is reported`() throws {
        let relay = try RelayInUse(
            endpoint: sandbox.ferry.endpoint, port: sandbox.ferryPort, authority: sandbox.ca_file,
            token: { throw Failure(.notPermitted, "the credentials have expired", next: "run: aws sso login") })
        let run = try relay.mariadb("select 1")
        #expect(run.errors == "ERROR 1045 (28000): Quarterdeck: the credentials have expired; run: aws sso login\n")
        #expect(relay.reports.map(\.what) == ["the credentials have expired"])
    }

    @Test func `a server cannot request files from a child`() throws {
        let relay = try RelayInUse(sandbox, database: "harbor")
        let run = try relay.mariadb("load data local infile '/etc/hostname' into table ports", "--local-infile=1")
        #expect(run.status == 1)
        #expect(run.errors.contains("local infile"))
    }

    @Test func `compression and TLS belong to the relay, whatever a client requests`() throws {
        let relay = try RelayInUse(sandbox)
        #expect(try relay.mariadb("select 2", "--compress").text == "2\n")
        #expect(try relay.mariadb("select 3", "--ssl").text == "3\n")
        #expect(try relay.mariadb("select 4", "--default-auth=mysql_clear_password", "-psecret").text == "4\n")
    }

    @Test func `a killed child's session ends and others continue`() throws {
        let relay = try RelayInUse(sandbox, database: "harbor")
        let mark = "relay_killed_child"
        func sessions() throws -> Int {
            let sql =
                "select count(*) from information_schema.processlist where info like '%\(mark)%' and id <> connection_id()"
            return Int(try sandbox.direct(sql).text.dropLast()) ?? -1
        }
        for sql in [
            "select '\(mark)', sleep(100)", "select '\(mark)', a.* from sensor_readings a, sensor_readings b",
        ] {
            let reader = try #require(mkfifo(relay.folder.path("out"), 0o600) == 0 ? relay.folder.path("out") : nil)
            // No client reads: the rows stay in the relay and in the server.
            let end = open(reader, O_RDWR)
            defer {
                close(end)
                unlink(reader)
            }
            do {
                let child = try ChildProcess(relay.arguments(["-e", sql]), environment: [:], output: reader)
                #expect(try RelayInUse.eventually { try sessions() == 1 })
                kill(child.identifier, SIGKILL)
            }
            #expect(try relay.mariadb("select 1").text == "1\n")
            // A server in a sleep notices it afterwards, as with a direct connection.
            if sql.contains("sleep") {
                _ = try sandbox.direct(
                    "select concat('kill ', id, ';') into @k from information_schema.processlist where info like '%\(mark)%' and id <> connection_id() limit 1; execute immediate @k"
                )
            }
            #expect(try RelayInUse.eventually { try sessions() == 0 })
        }
    }

    @Test func `a child learns that the server has ended its session`() throws {
        let relay = try RelayInUse(sandbox, database: "harbor")
        let run = try relay.mariadb("select connection_id() into @me; kill connection_id(); select 1")
        #expect(run.status == 1)
        let sleeping = try relay.mariadb(
            "set @k = concat('kill ', connection_id()); execute immediate @k; select 1")
        #expect(sleeping.status == 1)
    }

    @Test func `stopping ends all connections and removes the socket`() throws {
        let relay = try RelayInUse(sandbox)
        let child = try ChildProcess(relay.arguments(["-e", "select sleep(100)"]), environment: [:])
        #expect(RelayInUse.eventually { relay.tokensAsked == 1 })
        usleep(200_000)
        relay.relay.stop()
        relay.relay.stop()
        #expect(child.wait() == 1)
        #expect(access(relay.socket, F_OK) != 0)
        #expect(throws: (any Error).self) { try Wire(to: relay.socket) }
    }

    @Test func `it listens only in a private directory and replaces nothing`() throws {
        let folder = try TemporaryDirectory()
        let server = RelayedServer(
            .mysql, endpoint: "a.example", addresses: ["127.0.0.1"], port: 1, authorityFile: nil, user: "u")
        func listen(_ path: String) throws {
            try DatabaseRelay(server: server, doors: [.socket(path)], token: { _ in Secret("") }, report: { _ in })
                .stop()
        }
        try listen(folder.path("s"))
        try folder.write("mine", to: "t")
        #expect(throws: Failure.self) { try listen(folder.path("t")) }
        #expect(throws: Failure.self) { try listen(folder.path(String(repeating: "x", count: 100))) }
        chmod(folder.path, 0o755)
        #expect(throws: Failure.self) { try listen(folder.path("s")) }
        #expect(access(folder.path("t"), F_OK) == 0)
    }

    @Test(.enabled(if: geteuid() == 0, "needs another user"))
    func `another user's process is refused even if it can reach the socket`() throws {
        let relay = try RelayInUse(sandbox)
        chmod(relay.folder.path, 0o711)
        chmod(relay.socket, 0o666)
        let run = try Program.run(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] + relay.arguments(["-e", "select 1"]))
        #expect(run.status == 1)
        #expect(run.errors.contains("ERROR 2013"), "\(run.errors)")
        #expect(relay.tokensAsked == 0)
    }
}
