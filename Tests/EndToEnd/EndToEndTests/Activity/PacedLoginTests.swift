import Foundation
import TestSupport
import Testing

@testable import Sandbox

extension ActivityOnServers {
    /// Logins to several clusters, one of which takes none for a moment.
    @Suite(.serialized) struct PacedLoginTests {
        private let sandbox: SandboxDescription

        init() throws { sandbox = try ActivityScene.sandbox.get() }

        @Test func `a server without room is named and asked again, while the others answer`() throws {
            try sandbox.administrate("alter role jane_ro connection limit 0")
            defer { try? sandbox.administrate("alter role jane_ro connection limit -1") }
            let deck = try DeckInTerminal(sandbox, columns: 140)
            let terminal = deck.terminal
            try terminal.press("*", "f")
            try terminal.wait(for: "6 clusters  each cluster's user")
            try terminal.enter("select 1 as one;")
            try terminal.wait(for: "5 done  1 login again")
            try terminal.wait(for: "too many connections for role")
            try sandbox.administrate("alter role jane_ro connection limit -1")
            try terminal.wait(for: "6 clusters returned the same rows")
        }

        @Test func `a refused login is not repeated`() throws {
            try sandbox.administrate("alter role jane_ro nologin")
            defer { try? sandbox.administrate("alter role jane_ro login") }
            let before = try sandbox.verdicts().count
            let run = try Program.run(
                [Program.product("quarterdeck"), "sql", "harbor-ro,ferry", "-c", "select 1"], environment: sandbox.env)
            #expect(run.status == 77, "\(run.errors)")
            #expect(run.text == "cluster,1\nferry,1\n", "\(run.text)")
            #expect(!run.errors.contains("next login"))
            #expect(try sandbox.verdicts().count <= before + 2)
        }

        @Test func `sql says that it asks again, and goes on when the server has room`() async throws {
            try sandbox.administrate("alter role jane_ro connection limit 0")
            defer { try? sandbox.administrate("alter role jane_ro connection limit -1") }
            let folder = try TemporaryDirectory()
            let errors = folder.path("errors")
            let run = try ChildProcess(
                [Program.product("quarterdeck"), "sql", "harbor-ro,ferry", "-c", "select 1 as one"],
                environment: sandbox.env, output: folder.path("rows"), errors: errors)
            try await eventually {
                (try? String(contentsOfFile: errors, encoding: .utf8))?.contains("next login in 2 s") == true
            }
            try sandbox.administrate("alter role jane_ro connection limit -1")
            #expect(run.wait() == 0)
            let rows = try String(contentsOfFile: folder.path("rows"), encoding: .utf8)
            #expect(rows == "cluster,one\nharbor-ro,1\nferry,1\n")
        }
    }
}
