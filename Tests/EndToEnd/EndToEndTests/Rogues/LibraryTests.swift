import Foundation
import Glibc
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// The versions of libpq from distributions and PostgreSQL's own repositories, as the loader finds them. `.ci/install
/// --tests` fetches them.
@Suite struct LibraryTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    static let usable = ["", "libpq-17", "libpq-18"]

    private static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).pathComponents.prefix { $0 != "Tests" }.joined(separator: "/").dropFirst()
            + "/.build/databases/\(name)"
    }

    /// An environment in which the loader finds that library first; the system's own if the name is empty.
    private func environment(_ library: String) throws -> [String: String] {
        guard !library.isEmpty else { return sandbox.env }
        let file = Self.path(library) + "/libpq.so.5"
        try #require(FileManager.default.fileExists(atPath: file), "\(file): run .ci/install --tests")
        return sandbox.env.merging(["LD_LIBRARY_PATH": Self.path(library)]) { _, new in new }
    }

    private func sql(_ library: String, _ arguments: String...) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck"), "sql"] + arguments, environment: try environment(library))
    }

    @Test(arguments: usable) func `a session answers, copies and reports with every libpq`(
        _ library: String
    ) throws {
        let run = try sql(library, "harbor", "-c", "select 1 as a", "-c", "copy (select 2) to stdout")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text == "a\n1\n2\n", "\(run.text)")
        let failed = try sql(library, "harbor", "-c", "select nothing")
        #expect(failed.status == 1 && failed.errors.contains("nothing"), "\(failed.errors)")
    }

    @Test(arguments: usable) func `a statement is cancelled with every libpq`(_ library: String) async throws {
        let observer = try await sandbox.session("harbor")
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "sql", "harbor", "-c", "select pg_sleep(1000), \(mark)"],
            environment: try environment(library), errors: folder.path("errors"))
        let query =
            "select count(*) from pg_stat_activity where query like '%1000), \(mark)%' and state = 'active' "
            + "and pid <> pg_backend_pid()"
        try await eventually { try await observer.collect(query).rows == [["1"]] }
        kill(child.identifier, SIGINT)
        #expect(child.wait() == 130)
        let errors = try String(contentsOfFile: folder.path("errors"), encoding: .utf8)
        #expect(errors.contains("cancelled; the server says: "), "\(errors)")
    }

    /// A tunnel that passes only TLS: the clear-text request of older libraries is lost in it.
    @Test(arguments: ["libpq-17", "libpq-18"])
    func `the cancel request is encrypted if the library supports that`(_ library: String) async throws {
        let port = try #require(Int(try sandbox.port("harbor")))
        let tunnel = try RogueServers(
            "tunnel", [.init(name: "tunnel", target: port, modes: ["pass", "tls"])])
        var profile = try String(contentsOfFile: sandbox.config, encoding: .utf8)
        profile = profile.replacing("127.0.0.1:\(port)", with: "127.0.0.1:\(try #require(tunnel.ports["tunnel"]))")
        try folder.write(profile, to: "clusters.toml")
        var environment = try environment(library)
        environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
        let observer = try await sandbox.session("harbor")
        let mark = Int.random(in: 1_000_000..<9_000_000)
        let child = try ChildProcess(
            [Program.product("quarterdeck"), "sql", "harbor", "-c", "select pg_sleep(1000), \(mark)"],
            environment: environment, errors: folder.path("errors"))
        let query =
            "select count(*) from pg_stat_activity where query like '%1000), \(mark)%' and state = 'active' "
            + "and pid <> pg_backend_pid()"
        try await eventually { try await observer.collect(query).rows == [["1"]] }
        kill(child.identifier, SIGINT)
        #expect(child.wait() == 130)
        let errors = try String(contentsOfFile: folder.path("errors"), encoding: .utf8)
        #expect(errors.contains("cancelled; the server says: "), "\(errors)")
    }

    @Test func `a libpq with its own OpenSSL is refused with the reason before it is called`() throws {
        let run = try sql("libpq-18-own-openssl", "harbor", "-c", "select 1")
        #expect(run.status == 78, "\(run.status) \(run.errors)")
        #expect(run.errors.hasPrefix("quarterdeck: libpq.so.5 cannot be used\n"), "\(run.errors)")
        #expect(run.errors.contains("uses another OpenSSL ("), "\(run.errors)")
        #expect(run.errors.contains("libssl-") && run.errors.contains("libssl.so.3"), "\(run.errors)")
    }

    @Test func `a libpq without OpenSSL is refused with the reason`() throws {
        let run = try sql("libpq-18-no-openssl", "harbor", "-c", "select 1")
        #expect(run.status == 78, "\(run.status) \(run.errors)")
        #expect(run.errors.contains("libpq.so.5 is not built with OpenSSL 3"), "\(run.errors)")
    }

    @Test(arguments: ["libpq.so.5", "libmariadb.so.3", "libssl.so.3"])
    func `a library that is not one is refused with the reason`(_ name: String) throws {
        try folder.write("not a library\n", to: name)
        let cluster = name.contains("mariadb") ? "ferry" : "harbor"
        let run = try Program.run(
            [Program.product("quarterdeck"), "sql", cluster, "-c", "select 1"],
            environment: sandbox.env.merging(["LD_LIBRARY_PATH": folder.path]) { _, new in new })
        #expect(run.status == 78, "\(run.status) \(run.errors)")
        #expect(run.errors.contains("\(folder.path)/\(name): file too short") || run.errors.contains("invalid ELF"))
    }

    /// Every library verifies the name and the chain.
    @Test(arguments: usable, [RogueCertificate.Kind.good, .commonNameOnly, .otherName])
    func `only a server with the right name gets a token with every libpq`(
        _ library: String, _ kind: RogueCertificate.Kind
    ) throws {
        let servers = try RogueServers(
            "postgresql", [.init(name: "rogue", steps: ["ask:3", "token", "error:no {token}"])], certificate: kind)
        try folder.write(servers.profiles("postgresql"), to: "clusters.toml")
        var environment = try environment(library)
        environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
        let run = try Program.run(
            [Program.product("quarterdeck"), "sql", "rogue", "-c", "select 1"], environment: environment)
        let tokens = try servers.records(of: "rogue").map(\.token).filter { !$0.isEmpty }
        #expect(tokens.count == (kind == .good ? 1 : 0), "\(run.errors)")
        for token in tokens { #expect(RogueToken.leaks(token, in: run.errors + run.text).isEmpty, "\(run.errors)") }
        #expect(run.errors.contains("has not proven that it is") == (kind != .good), "\(run.errors)")
    }

    /// Any other method than clear text is a digest of the token, which would authenticate as well.
    @Test(arguments: ["libpq-17", "libpq-18"]) func `a server that requests a digest gets none`(
        _ library: String
    ) throws {
        for steps in [["ask:5", "token"], ["sasl:SCRAM-SHA-256", "token"], ["ask:0"]] {
            let servers = try RogueServers("postgresql", [.init(name: "rogue", steps: steps)])
            try folder.write(servers.profiles("postgresql"), to: "clusters.toml")
            var environment = try environment(library)
            environment["QUARTERDECK_CONFIG"] = folder.path("clusters.toml")
            let run = try Program.run(
                [Program.product("quarterdeck"), "sql", "rogue", "-c", "select 1"], environment: environment)
            #expect(run.status != 0)
            #expect(try servers.records(of: "rogue").allSatisfy { $0.token.isEmpty }, "\(steps) \(run.errors)")
        }
    }
}
