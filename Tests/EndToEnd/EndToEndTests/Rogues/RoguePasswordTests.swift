import Failures
import MariaDB
import Postgres
import SQLWire
import Secrets
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// Servers that ask for a password: those that have not proved their name, and those with MySQL 8's methods.
@Suite struct RoguePasswordTests {
    private typealias Behaviour = RogueServers.Behaviour
    private static let password = "correct-horse-battery"

    private func plan(_ servers: RogueServers, _ name: String) throws -> SessionPlan {
        var plan = try servers.plan(name, token: Self.password)
        plan.proof = .password
        return plan
    }

    private func open(_ session: any SQLSession) async -> SessionError? {
        do throws(SessionError) {
            try await session.open()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["mysql", "postgresql"], [RogueCertificate.Kind.otherName, .commonNameOnly])
    func `a server that has not proved its name gets no byte of a password`(
        _ engine: String, _ kind: RogueCertificate.Kind
    ) async throws {
        let steps =
            engine == "mysql" ? ["ask:mysql_native_password", "hear", "ok:"] : ["ask:3", "hear", "ready:15", "hear"]
        let servers = try RogueServers(engine, [Behaviour(name: "rogue", steps: steps)], certificate: kind)
        let plan = try plan(servers, "rogue")
        let session: any SQLSession =
            engine == "mysql" ? try #require(MySQLSession(plan)) : try #require(PostgreSQLSession(plan))
        let error = try #require(await open(session))
        await session.close()
        #expect(error.kind == .untrusted)
        #expect(error.failure.what.contains("no password was sent"), "\(error.failure)")
        for record in try servers.records(of: "rogue") { #expect(record.secure.isEmpty) }
    }

    @Test func `caching_sha2_password works with and without a remembered digest, and sha256_password`() async throws {
        let servers = try RogueServers(
            "mysql",
            [
                Behaviour(
                    name: "whole",
                    steps: ["ask:caching_sha2_password", "hear", "packet:\u{1}\u{4}", "token", "ok:"]),
                Behaviour(
                    name: "fast", steps: ["ask:caching_sha2_password", "hear", "packet:\u{1}\u{3}", "ok:"]),
                Behaviour(name: "sha256", steps: ["ask:sha256_password", "token", "ok:"]),
            ])
        for name in ["whole", "fast", "sha256"] {
            let connection = try #require(MySQLSession(try plan(servers, name)))
            let error = await open(connection)
            // The stub answers no statement, so opening may fail after the login.
            if let error { #expect(error.kind != .refused && error.kind != .untrusted, "\(name): \(error)") }
            await connection.close()
            let record = try #require(try servers.records(of: name).first)
            #expect(record.token == (name == "fast" ? "" : Self.password), "\(name)")
        }
    }

    @Test(arguments: ["dialog", "client_ed25519", "mysql_old_password", "parsec", "../x"])
    func `a verified server that asks by another method gets no password`(_ method: String) async throws {
        let servers = try RogueServers("mysql", [Behaviour(name: "rogue", steps: ["ask:\(method)", "token"])])
        let session = try #require(MySQLSession(try plan(servers, "rogue")))
        let error = try #require(await open(session))
        await session.close()
        #expect(error.kind == .refused, "\(error)")
        #expect(error.failure.why?.contains("no password was sent") == true, "\(error.failure)")
        #expect(try servers.records(of: "rogue").first?.token == "")
    }

    @Test func `a server that repeats the password does not have it shown`() async throws {
        let steps: [String: [String]] = [
            "mysql": ["ask:mysql_clear_password", "token", "error:1045:{token} {upper}"],
            "postgresql": ["ask:3", "token", "error:password authentication failed {token} {upper}"],
        ]
        for (engine, steps) in steps {
            let servers = try RogueServers(engine, [Behaviour(name: "rogue", steps: steps)])
            let plan = try plan(servers, "rogue")
            let session: any SQLSession =
                engine == "mysql" ? try #require(MySQLSession(plan)) : try #require(PostgreSQLSession(plan))
            let error = try #require(await open(session))
            await session.close()
            #expect(error.isWrongPassword, "\(engine): \(error)")
            #expect(!"\(error.failure)".lowercased().contains(Self.password), "\(error.failure)")
        }
    }
}
