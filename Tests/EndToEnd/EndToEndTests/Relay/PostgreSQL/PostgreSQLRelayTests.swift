import Failures
import Foundation
import Secrets
import TestSupport
import Testing

@testable import Relay
@testable import Sandbox

/// PostgreSQL's own programs through a relay to the sandbox.
@Suite struct PostgreSQLRelayTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test func `a client is connected over TLS, and every connection has its own login`() throws {
        let relay = try HarborRelay(sandbox)
        let run = try relay.psql(
            "select current_user, current_database()", "\\c - - - -",
            "select ssl, version from pg_stat_ssl "
                + "where pid = pg_backend_pid()")
        #expect(run.text == "jane_doe|harbor\nt|TLSv1.3\n", "\(run.errors)")
        #expect(relay.tokensAsked == ["jane_doe", "jane_doe"])
        #expect(relay.reports.isEmpty)
    }

    @Test func `the client's settings pass, and missing ones are filled in`() throws {
        let relay = try HarborRelay(sandbox)
        let show = "select current_setting('application_name'), current_setting('work_mem'), current_database()"
        let run = try relay.psql(
            show, environment: ["PGAPPNAME": "tool", "PGOPTIONS": "-c work_mem=7MB", "PGDATABASE": "postgres"])
        #expect(run.text == "tool|7MB|postgres\n", "\(run.errors)")
        let wire = try Wire(to: relay.socket)
        wire.startup([("user", "jane_doe")])
        var names: [String: String] = [:]
        while let message = wire.hearMessage(), message.letter != "Z" {
            guard message.letter == "S" else { continue }
            var reader = NetworkReader(message.body)
            names[String(decoding: reader.text() ?? [], as: UTF8.self)] = String(
                decoding: reader.text() ?? [], as: UTF8.self)
        }
        #expect(names["application_name"] == "quarterdeck")
        #expect(names["server_version"]?.isEmpty == false)
    }

    @Test func `only the configured users are logged in`() throws {
        let relay = try HarborRelay(sandbox) { $0.otherUsers = ["jane_ro"] }
        let run = try relay.psql("select 1", environment: ["PGUSER": "bob"])
        #expect(run.status == 2)
        #expect(run.errors.contains("FATAL:  Quarterdeck: this place signs in as jane_doe, not as bob"))
        #expect(run.errors.contains("HINT:  name jane_doe as the user, or list bob under users in the profile file"))
        #expect(relay.tokensAsked.isEmpty)
        _ = try relay.psql("select 1", environment: ["PGUSER": "jane_ro"])
        #expect(relay.tokensAsked == ["jane_ro"])
    }

    @Test func `Ctrl-C in psql cancels the statement on the server, within TLS`() async throws {
        let port = try #require(Int(try sandbox.port("harbor")))
        let tunnel = try RogueServers("tunnel", [.init(name: "tunnel", target: port, modes: ["tls"])])
        let near = try #require(tunnel.ports["tunnel"])
        let relay = try HarborRelay(sandbox) {
            $0 = RelayedServer(
                .postgresql, endpoint: $0.endpoint, addresses: ["127.0.0.1"], port: near,
                authorityFile: $0.authorityFile, user: "jane_doe", database: "harbor")
        }
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let child = try ChildProcess(
            ["psql", "-X", "-w", "-c", "select pg_sleep(1000), \(mark)"], environment: relay.environment(),
            errors: relay.folder.path("errors"))
        let observer = try await sandbox.session("harbor")
        let query =
            "select count(*) from pg_stat_activity where query like '%1000), \(mark)%' and state = 'active' "
            + "and pid <> pg_backend_pid()"
        try await eventually { try await observer.collect(query).rows == [["1"]] }
        kill(child.identifier, SIGINT)
        #expect(child.wait() == 1)
        let errors = try String(contentsOfFile: relay.folder.path("errors"), encoding: .utf8)
        #expect(errors.contains("Cancel request sent"), "\(errors)")
        #expect(errors.contains("ERROR:  canceling statement due to user request"), "\(errors)")
        #expect(try await observer.collect(query).rows == [["0"]])
    }

    @Test func `a key that the relay did not issue cancels nothing`() throws {
        let relay = try HarborRelay(sandbox)
        let wire = try Wire(to: relay.socket)
        wire.startup([("user", "jane_doe")])
        var key: [UInt8] = []
        while let message = wire.hearMessage(), message.letter != "Z" {
            if message.letter == "K" { key = message.body }
        }
        #expect(key.count == 8)
        let other = try Wire(to: relay.socket)
        other.first(NetworkBytes.number(80_877_102, 4) + key.dropLast() + [key[7] &+ 1])
        #expect(other.hearAll().isEmpty)
        wire.say(ProtocolMessage("Q", Array("select 'here'\0".utf8)).bytes)
        var letters = ""
        while let message = wire.hearMessage() {
            letters += message.letter
            if message.letter == "Z" { break }
        }
        #expect(letters == "TDCZ")
    }

    @Test func `replication is refused with the reason`() throws {
        let relay = try HarborRelay(sandbox)
        for value in ["database", "true", "on", "1", "yes"] {
            let run = try relay.run(["psql", "-X", "-w", "dbname=harbor replication=\(value)", "-c", "select 1"])
            #expect(run.errors.contains("Quarterdeck: no replication connection can be opened with an IAM token"))
        }
        #expect(relay.tokensAsked.isEmpty)
        #expect(
            try relay.run(["psql", "-X", "-w", "-Atc", "select 1", "replication=false dbname=harbor"]).text == "1\n")
    }

    @Test func `a read-only cluster stays read-only with any settings of the client`() throws {
        for takesOptions in [true, false] {
            let relay = try HarborRelay(sandbox) {
                $0.isReadOnly = true
                $0.takesOptions = takesOptions
            }
            for options in ["", "-c default_transaction_read_only=off", "-c my.note=7\\"] {
                let run = try relay.psql(
                    "create temporary table t (a int)", "show default_transaction_read_only",
                    environment: ["PGOPTIONS": options])
                #expect(run.text == "on\n", "\(run.errors)")
                #expect(run.errors.contains("cannot execute CREATE TABLE in a read-only transaction"))
            }
            let wire = try Wire(to: relay.socket)
            wire.startup([("user", "jane_doe"), ("Default_Transaction_Read_Only", "off"), ("user", "jane_doe")])
            var isReadOnly: [UInt8] = []
            while let message = wire.hearMessage(), message.letter != "Z" {
                if message.letter == "S", message.body.starts(with: Array("default_transaction_read_only\0".utf8)) {
                    isReadOnly = message.body
                }
            }
            #expect(isReadOnly == Array("default_transaction_read_only\0on\0".utf8))
        }
    }

    @Test func `the server's errors reach the client in its own words`() throws {
        let relay = try HarborRelay(sandbox)
        let unknown = try relay.psql("select 1", environment: ["PGDATABASE": "nosuch"])
        #expect(unknown.errors.contains("FATAL:  database \"nosuch\" does not exist"), "\(unknown.errors)")
        #expect(relay.reports.isEmpty)
        let bad = try HarborRelay(sandbox, token: String(try sandbox.token("harbor").dropLast()) + "x")
        let refused = try bad.psql("select 1")
        #expect(refused.errors.contains("FATAL:  PAM authentication failed for user \"jane_doe\""))
        #expect(refused.errors.contains("HINT:  check rds-db:connect in the policy"), "\(refused.errors)")
        #expect(bad.reports.map(\.status) == [.notPermitted])
    }

    @Test func `tokens of 64 KB are passed`() throws {
        let relay = try HarborRelay(sandbox, token: String(repeating: "t", count: 65_000))
        let before = try sandbox.verdicts().filter { $0.engine == "postgresql" }.count
        #expect(try relay.psql("select 1").errors.contains("PAM authentication failed"))
        #expect(
            RelayInUse.eventually {
                (try? sandbox.verdicts().filter { $0.engine == "postgresql" }.dropFirst(before)
                    .contains { $0.token_bytes >= 65_000 }) ?? false
            })
    }

    @Test func `the reason for a missing token is reported to the client`() throws {
        let server = RelayedServer(
            .postgresql, endpoint: try sandbox.cluster("harbor").endpoint, addresses: ["127.0.0.1"],
            port: Int(try sandbox.port("harbor")) ?? 0, authorityFile: sandbox.ca_file, user: "jane_doe")
        let relay = try HarborRelay(server) { _ in
            throw Failure(.notPermitted, "the credentials have expired", why: "at 14:02", next: "run: aws sso login")
        }
        let run = try relay.psql("select 1")
        #expect(
            run.errors.hasSuffix(
                "FATAL:  Quarterdeck: the credentials have expired\nDETAIL:  at 14:02\nHINT:  run: aws sso login\n"),
            "\(run.errors)")
        #expect(relay.reports.map(\.what) == ["the credentials have expired"])
    }

    @Test func `a million rows go up and come down unchanged`() throws {
        let relay = try HarborRelay(sandbox)
        let rows = (0..<300_000).map { "\($0)\t\(String(repeating: "v", count: $0 % 97))\n" }.joined()
        let run = try relay.run(
            [
                "psql", "-X", "-w", "-q", "-c", "create temporary table copied (a int, b text)", "-c",
                "copy copied from stdin", "-c", "copy (select * from copied order by a) to stdout",
            ], input: Data(rows.utf8))
        #expect(run.text == rows, "\(run.errors)")
    }

    @Test func `pg_dump and pgbench open many connections in parallel`() throws {
        let relay = try HarborRelay(sandbox)
        let dump = try relay.run(["pg_dump", "-j4", "-Fd", "-f", relay.folder.path("dump"), "harbor"])
        #expect(dump.status == 0, "\(dump.errors)")
        try relay.folder.write("select 1;\n", to: "script")
        let bench = try relay.run([
            "pgbench", "-n", "-C", "-c", "4", "-j", "2", "-t", "25", "-f", relay.folder.path("script"),
        ])
        #expect(bench.text.contains("number of transactions actually processed: 100/100"), "\(bench.errors)")
        #expect(relay.tokensAsked.count >= 105)
    }

    @Test func `notifications arrive while the client is idle`() throws {
        let relay = try HarborRelay(sandbox)
        let run = try relay.psql("listen tide", "notify tide, 'high'", "select 1")
        #expect(run.text.contains("Asynchronous notification \"tide\" with payload \"high\" received"))
    }

    @Test func `clients beyond the limit get an error after their first packet`() throws {
        var limits = RelayLimits()
        limits.connections = 1
        let relay = try HarborRelay(sandbox, limits: limits)
        let first = try Wire(to: relay.socket)
        first.startup([("user", "jane_doe")])
        #expect(first.hearMessage()?.letter == "R")
        #expect(try relay.psql("select 1").errors.contains("FATAL:  Quarterdeck: more than 1 connections"))
    }

    @Test func `stopping ends all connections and removes the socket`() throws {
        let relay = try HarborRelay(sandbox)
        let wire = try Wire(to: relay.socket)
        wire.startup([("user", "jane_doe")])
        #expect(wire.hearMessage()?.letter == "R")
        relay.relay.stop()
        relay.relay.stop()
        _ = wire.hearAll()
        #expect(access(relay.socket, F_OK) != 0)
    }
}
