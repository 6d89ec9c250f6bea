import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `quarterdeck init`, by flags and by questions.
@Suite struct InitCommandTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory
    private var file: String { folder.path("config/quarterdeck/clusters.toml") }

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private var environment: [String: String] {
        sandbox.env.merging([
            "HOME": folder.path("."), "XDG_CONFIG_HOME": folder.path("config"), "XDG_STATE_HOME": folder.path("state"),
            "XDG_CACHE_HOME": folder.path("cache"), "QUARTERDECK_CONFIG": "", "USER": "jane_doe",
        ]) { _, own in own }
    }

    private func run(_ arguments: String...) throws -> Program {
        try Program.run([Program.product("quarterdeck"), "init"] + arguments, environment: environment)
    }

    @Test func `flags make a first profile file, and the login is checked at once`() throws {
        let host = "orders.cluster-c1a2b3c4d5e6.eu-west-1.rds.amazonaws.com"
        let run = try run("shop", "--endpoint", host, "--engine", "postgresql", "--user", "jane_doe")
        #expect(run.status == 0, "\(run.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.hasPrefix("# The clusters of Quarterdeck."))
        #expect(
            text.hasSuffix("[clusters.shop]\nengine = \"postgresql\"\nendpoint = \"\(host)\"\nuser = \"jane_doe\"\n"))
        // The name does not resolve here, which the check reports.
        #expect(run.errors.contains("failed  network"), "\(run.errors)")
        #expect(run.errors.contains("next: quarterdeck doctor shop"))
    }

    @Test func `an existing file is never changed`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path("config/quarterdeck"), withIntermediateDirectories: true)
        try folder.write("# mine", to: "config/quarterdeck/clusters.toml")
        let run = try run("--endpoint", SandboxNames.writer("harbor"), "--engine", "postgresql")
        #expect(run.status == 73)
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "# mine")
        #expect(run.errors.contains("discover --write"))
    }

    @Test func `without a terminal, missing flags are named`() throws {
        let run = try run()
        #expect(run.status == 64)
        #expect(run.errors.contains("--endpoint HOST"))
        #expect(try self.run("--endpoint", "db.example.com", "--engine", "mysql").status == 64)
    }

    @Test func `on a terminal it searches, offers a choice, asks for the user and writes`() throws {
        let terminal = try TerminalSession(environment, columns: 140, rows: 50)
        try terminal.enter("'\(Program.product("quarterdeck"))' init")
        try terminal.wait(for: "Search your AWS account")
        try terminal.enter("y")
        try terminal.wait(for: "Regions")
        try terminal.enter("")
        try terminal.wait(for: "Which ones?")
        try terminal.enter("1 3")
        try terminal.wait(for: "Database user")
        try terminal.enter("")
        try terminal.wait(for: "next: quarterdeck")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("[clusters.ferry]"))
        #expect(text.contains("[clusters.harbor]"))
        #expect(!text.contains("[clusters.freeze]"))
        #expect(text.contains("user = \"jane_doe\""))
    }

    @Test func `discover adds the clusters that the user picks, and none at Enter alone`() throws {
        let terminal = try TerminalSession(environment, columns: 140, rows: 50)
        let command = "'\(Program.product("quarterdeck"))' discover --pick --user jane_doe"
        try terminal.enter(command)
        try terminal.wait(for: "Which ones?")
        try terminal.enter("none")
        try terminal.wait(for: "nothing was added")
        #expect(!FileManager.default.fileExists(atPath: file))
        try terminal.enter("clear; " + command)
        try terminal.wait(for: "Which ones?")
        try terminal.enter("harbor")
        try terminal.wait(for: "added 1 cluster to")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("[clusters.harbor]") && !text.contains("[clusters.ferry]"))
        // A cluster that is in the file is not offered again.
        try terminal.enter("clear; " + command)
        try terminal.wait(for: "Which ones?")
        #expect(try !terminal.screen().contains("harbor  provisioned"))
        try terminal.enter("")
        try terminal.wait(for: "nothing was added")
    }
}
