import Failures
import Foundation
import SQLWire
import SessionSetup
import TestSupport
import Testing

@testable import Sandbox

/// The authorities that verify a server, and the memory of them.
@Suite struct TrustTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    /// A bundle of many authorities, the sandbox's the last of them.
    private func bundle(with authority: Bool = true) throws -> String {
        let many = try String(contentsOfFile: "/etc/ssl/certs/ca-certificates.crt", encoding: .utf8)
        let own = authority ? try String(contentsOfFile: sandbox.ca_file, encoding: .utf8) : ""
        try folder.write(many + own, to: "bundle.pem")
        return folder.path("bundle.pem")
    }

    private func plan(_ engine: String, _ file: String) throws -> SessionPlan {
        var plan = try sandbox.plan(engine)
        plan.authorities = Authorities(file: file, isChosen: true, cacheDirectory: folder.path("cache"))
        return plan
    }

    private var remembered: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path("cache"))) ?? []
    }

    @Test(arguments: SessionTests.engines)
    func `of many authorities the one that counted is remembered in private`(_ engine: String) async throws {
        let plan = try plan(engine, try bundle())
        let session = try sandbox.open(plan)
        try await session.open()
        let name = try #require(remembered.first)
        let file = folder.path("cache/" + name)
        #expect(name.hasPrefix(plan.host + "@"))
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.components(separatedBy: "BEGIN CERTIFICATE").count == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = Authorities(file: plan.authorities.file, isChosen: true, cacheDirectory: folder.path("cache"))
        #expect(again.candidates(for: plan.host) == [file, plan.authorities.file])
        try await session.open()
        #expect(try await session.collect("select 1").rows == [["1"]])
    }

    @Test(arguments: SessionTests.engines)
    func `a remembered authority that no longer verifies is no obstacle`(_ engine: String) async throws {
        let file = try bundle()
        let session = try sandbox.open(try plan(engine, file))
        try await session.open()
        let name = try #require(remembered.first)
        let other =
            try String(contentsOfFile: "/etc/ssl/certs/ca-certificates.crt", encoding: .utf8)
            .components(separatedBy: "-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
        try other.write(toFile: folder.path("cache/" + name), atomically: true, encoding: .utf8)
        try await sandbox.open(try plan(engine, file)).open()
    }

    @Test(arguments: SessionTests.engines)
    func `an authority removed from the bundle does not count, remembered or not`(_ engine: String) async throws {
        try await sandbox.open(try plan(engine, try bundle())).open()
        #expect(remembered.count == 1)
        let plan = try plan(engine, try bundle(with: false))
        let error = await sessionError { try await sandbox.open(plan).open() }
        #expect(error?.kind == .untrusted)
        #expect(error?.failure.next?.hasPrefix("quarterdeck ca fetch") == true)
        // The owner of the certificate.
        let why = try #require(error?.failure.why)
        for words in ["certificate of", "CN=\(engine)", " by ", "valid from", "its names: \(plan.host)"] {
            #expect(why.contains(words), "\(why)")
        }
    }

    @Test func `a missing or empty file of authorities is named`() throws {
        var profile = try String(contentsOfFile: sandbox.config, encoding: .utf8)
        profile = profile.replacing(sandbox.ca_file, with: folder.path("none.pem"))
        try folder.write(profile, to: "clusters.toml")
        for cluster in SessionTests.engines {
            let command = [Program.product("quarterdeck"), "sql", cluster, "-c", "select 1", "--config"]
            let missing = try Program.run(command + [folder.path("clusters.toml")], environment: sandbox.env)
            #expect(missing.status == 66)
            #expect(missing.errors.hasPrefix("quarterdeck: there is no file \(folder.path("none.pem"))\n"))
            try folder.write("", to: "none.pem")
            let empty = try Program.run(command + [folder.path("clusters.toml")], environment: sandbox.env)
            #expect(empty.status == 78, "\(empty.errors)")
            #expect(empty.errors.contains(folder.path("none.pem")), "\(empty.errors)")
            try FileManager.default.removeItem(atPath: folder.path("none.pem"))
        }
    }
}
