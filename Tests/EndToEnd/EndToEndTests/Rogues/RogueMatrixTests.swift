import Foundation
import MariaDB
import Postgres
import SQLWire
import Secrets
import SessionSetup
import TestSupport
import Testing
import Threads

@testable import Relay
@testable import Sandbox

/// Servers with a valid certificate that receive the token and then try to have it shown.
@Suite struct RogueMatrixTests {
    private typealias Behaviour = RogueServers.Behaviour

    /// The forms in which a server repeats a token.
    private static let forms = [
        "{token}", "{upper}", "{decoded}", "{encoded}", "{twice}", "{every}", "{tail}", "{cut}", "{piece}", "{other}",
        "{spaced}", "Access denied, password was '{token}' (using password: YES)",
    ]

    private static let methods = [
        "dialog", "client_ed25519", "mysql_old_password", "caching_sha2_password", "sha256_password",
        "mysql_native_password", "mysql_clear_password", "auth_gssapi_client", "parsec", "auth_pam", "", "../x",
        String(repeating: "n", count: 2_000),
    ]

    private static var mySQL: [Behaviour] {
        var all: [Behaviour] = []
        func add(_ name: String, _ steps: [String]) {
            all.append(Behaviour(name: name, steps: ["ask:mysql_clear_password", "token"] + steps))
        }
        for (index, method) in methods.enumerated() {
            // The name with a zero and a challenge, with neither, with the token after it; then an end or an answer.
            add("switch \(index) with a challenge", ["ask:\(method)"])
            add("switch \(index) and waits", ["ask:\(method)", "hear", "error:1045:{token}"])
            add("switch \(index) without an end", ["packet:\u{FE}\(method)"])
            add("switch \(index) with the token", ["packet:\u{FE}\(method)\0{token}"])
            add("switch \(index) to more data", ["packet:\u{FE}\(method)\0", "packet:\u{1}{token}"])
        }
        for (index, form) in forms.enumerated() {
            add("method \(index)", ["packet:\u{FE}\(form)\0abc"])
            for code in [1_045, 1_040, 1_049, 2_026, 2_059, 2_000, 5_010, 1_524, 4_151, 65_535] {
                add("error \(code) \(index)", ["error:\(code):\(form)"])
            }
            add("error without a state \(index)", ["packet:\u{FF}\u{15}\u{4}\(form)"])
            add("more data \(index)", ["packet:\u{1}\(form)"])
            add("file request \(index)", ["packet:\u{FB}\(form)"])
            add("remark \(index)", ["ok:\u{F0}\(form)", "hear", "error:1064:\(form)"])
            add("first statement \(index)", ["ok:", "hear", "error:1064:\(form)"])
        }
        // A packet that ends early: its header claims more, and its bytes look like a request for another method.
        for length in [0xFE, 0xFF, 0x01, 0x10] {
            for kept in [0, 1, 2, 3, 4, 5, 6, 12] {
                let whole = Array("\u{FE}dialog\0{token}")
                let head = [UnicodeScalar(UInt8(length)), "\0", "\0", "\u{4}"].map { Character($0) }
                add("cut \(length) \(kept)", ["raw:" + String((head + whole).prefix(kept))])
            }
        }
        add("bare request", ["packet:\u{FE}"])
        add("bare requests", ["packet:\u{FE}", "packet:\u{FE}", "packet:\u{FE}"])
        add("empty packet", ["packet:"])
        add("nothing", [])
        return all
    }

    private static var postgreSQL: [Behaviour] {
        var all: [Behaviour] = []
        func add(_ name: String, _ steps: [String]) {
            all.append(Behaviour(name: name, steps: ["ask:3", "token"] + steps))
        }
        for (index, form) in forms.enumerated() {
            add("error \(index)", ["error:\(form)"])
            add("known error \(index)", ["error:PAM authentication failed for user \(form)"])
            add("notice \(index)", ["notice:\(form)", "error:\(form)"])
            add("version \(index)", ["ready:15 \(form)", "hear", "error:\(form)"])
            add("not a message \(index)", ["raw:\(form)"])
            add("old error \(index)", ["raw:E\(form)\0"])
        }
        for method in [0, 2, 3, 5, 6, 7, 8, 9, 11, 12, 99] {
            add("method \(method)", ["ask:\(method)", "hear", "error:{token}"])
        }
        add("SASL", ["sasl:SCRAM-SHA-256", "hear", "error:{token}"])
        add("unknown SASL", ["sasl:{token}"])
        for kept in 0..<9 { add("cut \(kept)", ["raw:" + String("R\0\0\0\u{8}\0\0\0\u{3}".prefix(kept))]) }
        return all
    }

    /// Everything that a session at such a server shows to its user.
    private func words(of session: any SQLSession) async -> String {
        let seen = Locked("")
        do throws(SessionError) {
            try await session.open()
            seen.withLock { $0 += "open " }
            let version = await session.state().serverVersion
            seen.withLock { $0 += version }
            try await session.run(Array("select 1".utf8), input: nil) { event in
                seen.withLock { $0 += "\(event)\n" }
            }
        } catch {
            seen.withLock { $0 += "\(error.kind) \(error.failure)\n" }
        }
        return seen.withLock { $0 }
    }

    @Test func `no answer of a MySQL server makes a session show its token`() async throws {
        let behaviours = Self.mySQL
        let servers = try RogueServers("mysql", behaviours)
        for behaviour in behaviours {
            let session = try #require(MySQLSession(try servers.plan(behaviour.name)))
            let words = await words(of: session)
            await session.close()
            let leaks = RogueToken.leaks(RogueToken.text, in: words)
            #expect(leaks.isEmpty, "\(behaviour.name): \(leaks.prefix(3)) in \(words)")
            let record = try #require(try servers.records(of: behaviour.name).first)
            #expect(record.token == RogueToken.text, "\(behaviour.name)")
            // One token, once, and no answer to another method.
            let secure = record.secure
            #expect(secure.components(separatedBy: Self.hex(RogueToken.signature)).count == 2, "\(behaviour.name)")
            if behaviour.name.hasPrefix("switch") || behaviour.name.hasPrefix("bare") {
                #expect(words.hasPrefix("refused "), "\(behaviour.name): \(words)")
                #expect(words.contains("asked for more than the token"), "\(behaviour.name): \(words)")
            }
        }
    }

    @Test func `no answer of a PostgreSQL server makes a session show its token`() async throws {
        let behaviours = Self.postgreSQL
        let servers = try RogueServers("postgresql", behaviours)
        for behaviour in behaviours {
            let session = try #require(PostgreSQLSession(try servers.plan(behaviour.name)))
            let words = await words(of: session)
            await session.close()
            let leaks = RogueToken.leaks(RogueToken.text, in: words)
            #expect(leaks.isEmpty, "\(behaviour.name): \(leaks.prefix(3)) in \(words)")
            #expect(try servers.records(of: behaviour.name).first?.token == RogueToken.text, "\(behaviour.name)")
        }
    }

    @Test func `no answer of a MySQL server makes the relay's child or reports show the token`() throws {
        let behaviours = Self.mySQL.filter { !$0.name.hasPrefix("first statement") && !$0.name.hasPrefix("remark") }
        let servers = try RogueServers("mysql", behaviours)
        for behaviour in behaviours {
            let relay = try RelayInUse(
                endpoint: RogueServers.host, port: try #require(servers.ports[behaviour.name]),
                authority: servers.authority, token: { Secret(RogueToken.text) })
            let run = try relay.mariadb("select 1")
            relay.relay.stop()
            let words = run.text + run.errors + relay.reports.map { "\($0)" }.joined()
            let leaks = RogueToken.leaks(RogueToken.text, in: words)
            #expect(leaks.isEmpty, "\(behaviour.name): \(leaks.prefix(3)) in \(words)")
        }
    }

    @Test func `the program prints no part of a token that it signed`() throws {
        let sandbox = try SharedSandbox.description.get()
        let names = ["switch 0 with a challenge", "switch 1 and waits", "bare request", "error 5010 0", "cut 254 6"]
        let behaviours = Self.mySQL.filter { names.contains($0.name) }.map { behaviour in
            Behaviour(name: behaviour.name.replacing(" ", with: "-"), steps: behaviour.steps)
        }
        #expect(behaviours.count == names.count)
        let servers = try RogueServers("mysql", behaviours)
        let folder = try TemporaryDirectory()
        try folder.write(servers.profiles("mysql"), to: "clusters.toml")
        var environment = sandbox.env
        environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
        environment["HOME"] = folder.path
        for name in behaviours.map(\.name) {
            let command = [Program.product("quarterdeck"), "sql", name, "-c", "select 1"]
            let run = try Program.run(command, environment: environment)
            let token = try #require(try servers.records(of: name).first?.token)
            #expect(token.contains("X-Amz-Signature="))
            #expect(RogueToken.leaks(token, in: run.text + run.errors).isEmpty, "\(name): \(run.errors)")
            #expect([69, 77].contains(run.status), "\(name): \(run.status) \(run.errors)")
        }
    }

    private static func hex(_ text: String) -> String {
        text.utf8.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
