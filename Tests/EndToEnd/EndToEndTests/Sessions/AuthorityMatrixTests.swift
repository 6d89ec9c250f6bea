import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The authority that verifies a server, with the program itself.
@Suite struct AuthorityMatrixTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    /// Runs a query on a cluster with these lines about authorities.
    private func query(
        _ engine: String, _ lines: String = "", settings: String? = nil, environment: [String: String] = [:]
    ) throws -> Program {
        let text = try String(contentsOfFile: sandbox.config, encoding: .utf8)
        try folder.write(text.replacing("ca_file = \"\(sandbox.ca_file)\"", with: lines), to: "clusters.toml")
        try FileManager.default.createDirectory(
            atPath: folder.path("config/quarterdeck"), withIntermediateDirectories: true)
        try folder.write(settings ?? "", to: "config/quarterdeck/settings.toml")
        return try Program.run(
            [
                Program.product("quarterdeck"), "sql", engine, "-c", "select 1", "--config",
                folder.path("clusters.toml"),
            ],
            environment: sandbox.env.merging([
                "HOME": folder.path("."), "XDG_CONFIG_HOME": folder.path("config"),
                "XDG_CACHE_HOME": folder.path("cache"),
            ]) { _, own in own }.merging(environment) { _, own in own })
    }

    private func refused(_ run: Program) -> Bool {
        run.status == 69 && run.errors.contains("no token was sent")
    }

    /// An unrelated certificate authority.
    private func stranger() throws -> String {
        let run = try Program.run([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-subj",
            "/CN=stranger", "-keyout", folder.path("key"), "-out", folder.path("stranger.pem"),
        ])
        try #require(run.status == 0, "\(run.errors)")
        return folder.path("stranger.pem")
    }

    @Test(arguments: SessionTests.engines)
    func `a public root verifies a server without any setting of its cluster`(_ engine: String) throws {
        let settings = "[tls]\npublic_roots = \"\(sandbox.ca_file)\"\n"
        let run = try query(engine, settings: settings)
        #expect(run.status == 0, "\(run.errors)")
        // Together with a file of the user that does not verify it.
        let both = try query(engine, "ca_file = \"\(try stranger())\"", settings: settings)
        #expect(both.status == 0, "\(both.errors)")
    }

    @Test(arguments: SessionTests.engines)
    func `the fetched bundle verifies a server without any setting`(_ engine: String) throws {
        try FileManager.default.createDirectory(atPath: folder.path(".aws/rds"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: sandbox.ca_file, toPath: folder.path(".aws/rds/global-bundle.pem"))
        let run = try query(engine)
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test(arguments: SessionTests.engines)
    func `a root of the system's store that is not Amazon's verifies no server`(_ engine: String) throws {
        let store = try String(contentsOfFile: "/etc/ssl/certs/ca-certificates.crt", encoding: .utf8)
        try folder.write(store + String(contentsOfFile: sandbox.ca_file, encoding: .utf8), to: "store.pem")
        let run = try query(engine, environment: ["SSL_CERT_FILE": folder.path("store.pem")])
        #expect(refused(run), "\(run.errors)")
        #expect(run.errors.contains("quarterdeck ca fetch"))
        // The same root, named by the user.
        let named = try query(engine, "ca_file = \"\(folder.path("store.pem"))\"")
        #expect(named.status == 0, "\(named.errors)")
    }

    @Test(arguments: SessionTests.engines)
    func `ca_only restricts the authorities to the file`(_ engine: String) throws {
        let settings = "[tls]\npublic_roots = \"\(sandbox.ca_file)\"\n"
        let other = try query(engine, "ca_file = \"\(try stranger())\"\nca_only = true", settings: settings)
        #expect(refused(other), "\(other.errors)")
        let own = try query(engine, "ca_file = \"\(sandbox.ca_file)\"\nca_only = true")
        #expect(own.status == 0, "\(own.errors)")
        let without = try query(engine, "ca_only = true")
        #expect(without.status == 78, "\(without.errors)")
    }
}
