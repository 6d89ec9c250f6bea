import Failures
import Foundation
import MariaDB
import Postgres
import SQLWire
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// Bytes sent before TLS, and the login methods that a server may name.
@Suite struct GreetingTests {
    private typealias Behaviour = RogueServers.Behaviour
    private typealias Greeting = RogueServers.Behaviour.Greeting

    /// Greetings after which no user name may be sent.
    private static let hostile: [(name: String, greeting: Greeting)] = [
        ("without TLS", Greeting(tls: false)),
        ("of another protocol without TLS", Greeting(tls: false, protocol: 11)),
        ("of another protocol", Greeting(protocol: 200)),
        ("of an old protocol", Greeting(tls: false, protocol: 9)),
        ("with an answer behind it", Greeting(extra: "0700000200000002000000")),
        (
            "with a request for the token behind it",
            Greeting(extra: "15000002fe6d7973716c5f636c6561725f70617373776f7264")
        ),
        ("with one byte behind it", Greeting(extra: "00")),
        ("without TLS and with something behind it", Greeting(tls: false, extra: "0700000200000002000000")),
        ("with an endless version", Greeting(version: String(repeating: "9", count: 3_000))),
        ("that is an error and goes on", Greeting(raw: "03000000ff150400" + "0700000200000002000000")),
        ("that is empty", Greeting(raw: "00000000")),
        ("of another program", Greeting(raw: "5353482d322e302d4f70656e5353485f392e3270310d0a")),
        ("without an end of its version", Greeting(raw: "060000000a313131313131")),
        ("that ends after the version", Greeting(raw: "040000000a313100")),
    ]

    private static let cuts: [[Int]] =
        [
            [], [1], [2], [3], [4], [5], [6], [7], [12], [30], [1, 1, 1, 1, 1, 1, 1], [4, 1], [5, 1],
            [3, 3, 3, 3, 3, 3],
        ]

    @Test func `a server without TLS receives nothing, however its greeting is split`() async throws {
        let behaviours = Self.hostile.flatMap { hostile in
            Self.cuts.map { cut in
                Behaviour(name: "\(hostile.name) \(cut)", greeting: hostile.greeting, pieces: cut, stays: true)
            }
        }
        let servers = try RogueServers("mysql", behaviours)
        await withTaskGroup(of: Void.self) { group in
            for behaviour in behaviours {
                guard let plan = try? servers.plan(behaviour.name) else { continue }
                group.addTask {
                    let session = MySQLSession(plan)
                    let error = await sessionError { try await session?.open() }
                    #expect(error != nil && error?.kind != .refused, "\(behaviour.name)")
                }
            }
        }
        for behaviour in behaviours {
            let heard = try servers.records(of: behaviour.name)
            // If TLS was offered, the certificate inspection requests it and ends there.
            let isSilent = heard.allSatisfy { record in
                record.secure.isEmpty
                    && (record.clear.isEmpty || record.clear.count == 72 && record.clear.hasPrefix("20000001"))
            }
            #expect(isSilent, "\(behaviour.name): \(heard)")
            if !Self.offersTLS(behaviour) { #expect(heard.allSatisfy { $0.clear.isEmpty }, "\(behaviour.name)") }
        }
    }

    private static func offersTLS(_ behaviour: Behaviour) -> Bool {
        behaviour.greeting.raw == nil && behaviour.greeting.tls
    }

    @Test func `a greeting with TLS is answered only by the request for TLS`() async throws {
        let behaviours = Self.cuts.map { cut in
            Behaviour(name: "\(cut)", steps: ["ask:mysql_clear_password", "token", "ok:"], pieces: cut, stays: true)
        }
        let servers = try RogueServers("mysql", behaviours)
        for behaviour in behaviours {
            let session = try #require(MySQLSession(try servers.plan(behaviour.name)))
            try await session.open()
            await session.close()
            let record = try #require(try servers.records(of: behaviour.name).first)
            // The length, the number, then capabilities, the packet size, a character set and zeros.
            #expect(record.clear.hasPrefix("20000001") && record.clear.count == 72, "\(record.clear)")
            #expect(record.token == RogueToken.text)
        }
    }

    /// The server requests the user's method afterwards, whatever its greeting names.
    @Test func `a greeting may name any method of login`() async throws {
        let methods = [
            "caching_sha2_password", "mysql_native_password", "sha256_password", "mysql_clear_password",
            "mysql_old_password", "authentication_webauthn_client", "client_ed25519", "parsec", "dialog", "", "no such",
        ]
        let behaviours = methods.map { method in
            Behaviour(
                name: "names \(method)", steps: ["ask:mysql_clear_password", "token", "ok:"],
                greeting: Greeting(plugin: method), stays: true)
        }
        // MySQL 8.4 with an IAM user: its default in the greeting, and another request in between.
        let more = [
            Behaviour(
                name: "asks twice",
                steps: ["ask:mysql_native_password", "hear", "ask:mysql_clear_password", "token", "ok:"],
                greeting: Greeting(plugin: "caching_sha2_password"), stays: true)
        ]
        let servers = try RogueServers("mysql", behaviours + more)
        for behaviour in behaviours + more {
            let session = try #require(MySQLSession(try servers.plan(behaviour.name)))
            let error = await sessionError { try await session.open() }
            #expect(error == nil, "\(behaviour.name): \(String(describing: error))")
            await session.close()
            #expect(try servers.records(of: behaviour.name).first?.token == RogueToken.text, "\(behaviour.name)")
        }
    }

    @Test func `only clear text is answered with the token`() async throws {
        let methods = [
            "caching_sha2_password", "mysql_native_password", "sha256_password", "mysql_old_password", "client_ed25519",
            "dialog", "auth_gssapi_client", "", "mysql_clear_passwor", "clear",
        ]
        let behaviours = methods.flatMap { method in
            [method, "mysql_native_password"].map { greeting in
                Behaviour(
                    name: "asks for '\(method)' after '\(greeting)'", steps: ["ask:\(method)", "hear", "ok:"],
                    greeting: Greeting(plugin: greeting), stays: true)
            }
        }
        let servers = try RogueServers("mysql", behaviours.filter { $0.name.contains("native_password'") })
        for behaviour in behaviours where servers.ports[behaviour.name] != nil {
            let session = try #require(MySQLSession(try servers.plan(behaviour.name)))
            let error = await sessionError { try await session.open() }
            #expect(error != nil, "\(behaviour.name)")
            let record = try #require(try servers.records(of: behaviour.name).first)
            let secure = record.secure
            #expect(secure.count < 1_200, "\(behaviour.name): \(secure.count / 2) bytes")
            #expect(!secure.contains("582d416d7a2d"), "\(behaviour.name)")
        }
    }

    @Test(
        arguments: SessionTests.engines,
        [
            RogueCertificate.Kind.commonNameOnly, .commonNameWithAddress, .otherName,
        ])
    func `a certificate without the endpoint among its alternative names gets neither user nor token`(
        _ engine: String, _ kind: RogueCertificate.Kind
    ) async throws {
        let engine = engine == "harbor" ? "postgresql" : "mysql"
        let steps = engine == "mysql" ? ["ask:mysql_clear_password", "token", "ok:"] : ["ask:3", "token", "ready:15"]
        let servers = try RogueServers(
            engine, [Behaviour(name: "server", steps: steps, stays: true)], certificate: kind)
        let plan = try servers.plan("server")
        let session: any SQLSession =
            engine == "mysql" ? try #require(MySQLSession(plan)) : try #require(PostgreSQLSession(plan))
        let error = await sessionError { try await session.open() }
        #expect(error?.kind == .untrusted, "\(String(describing: error))")
        await session.close()
        for record in try servers.records(of: "server") {
            #expect(record.secure.isEmpty && record.token.isEmpty, "\(record)")
        }
    }
}
