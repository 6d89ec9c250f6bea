// Fields have the names of the JSON that is read.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// The audit records of commands, and their display.
@Suite struct AuditCommandTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private struct Line: Decodable {
        let event: String
        let cluster: String
        let user: String
        let access_key: String?
        let expires_at: String?
        let ticket: String?
        let statements: Int?
        let detail: String?
    }

    private func run(_ arguments: [String], _ more: [String: String] = [:]) throws -> Program {
        try Program.run(
            [Program.product("quarterdeck")] + arguments,
            environment: sandbox.env.merging(["HOME": folder.path("."), "XDG_STATE_HOME": folder.path("state")]) {
                _, own in own
            }.merging(more) { _, own in own })
    }

    private func lines(_ arguments: String...) throws -> [Line] {
        let run = try run(["audit", "--json"] + arguments)
        #expect(run.status == 0, "\(run.errors)")
        return try run.text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    @Test func `tokens, copies, programs and sessions are recorded without a token`() throws {
        #expect(try lines().isEmpty)
        let token = try run(["token", "harbor"], ["QUARTERDECK_TICKET": "OPS-7"])
        #expect(token.status == 0)
        #expect(try run(["copy", "ferry"]).status == 0)
        #expect(try run(["exec", "harbor", "--", "true"]).status == 0)
        let sql = try run(["sql", "harbor", "-c", "select 'a secret word'", "-c", "select 2"])
        #expect(sql.status == 0, "\(sql.errors)")
        #expect(try run(["sql", "harbor", "-c", "select 1", "--aws-profile", "nobody"]).status == 77)
        let all = try lines()
        #expect(
            all.map(\.event).filter { $0 != "token-signed" } == [
                "token-printed", "token-copied", "handed-off", "session-opened", "session-closed", "login-refused",
            ], "\(all.map(\.event))")
        // One token each for token, copy and the two runs of sql.
        #expect(all.count { $0.event == "token-signed" } == 4)
        #expect(all[0].ticket == "OPS-7")
        #expect(all[0].access_key?.hasPrefix("AKIA") == true)
        #expect(all[0].expires_at != nil)
        #expect(all.first { $0.event == "session-closed" }?.statements ?? 0 >= 2)
        let signature = try #require(token.text.components(separatedBy: "X-Amz-Signature=").last)
        let raw = try run(["audit", "--json"]).text
        #expect(!raw.contains(signature.prefix(16)))
        #expect(!raw.contains("a secret word"))
        #expect(try lines("--cluster", "ferry").map(\.event) == ["token-signed", "token-copied"])
        #expect(try lines("--since", "1h").count == all.count)
        #expect(try lines("--since", "2099-01-01").isEmpty)
        #expect(try lines("--user", "nobody").isEmpty)
        let text = try run(["audit"])
        #expect(text.text.split(separator: "\n").count == all.count)
        #expect(try run(["audit", "--since", "soon"]).status == 64)
    }

    @Test func `a ticket goes to the audit and to the server`() throws {
        let run = try run(["sql", "harbor", "--ticket", "OPS-9", "-c", "show application_name", "--format", "csv"])
        let name = "quarterdeck \(NSUserName())@default #OPS-9"
        #expect(run.text == "application_name\n\(name)\n", "\(run.errors)")
        #expect(try lines().allSatisfy { $0.ticket == "OPS-9" })
        let psql = try self.run(
            ["exec", "harbor", "--ticket", "OPS-9", "--", "psql", "-Atc", "show application_name"])
        #expect(psql.text == "\(name)\n", "\(psql.errors)")
    }

    @Test func `an audit that cannot be written is reported and stops nothing`() throws {
        try FileManager.default.createDirectory(
            atPath: folder.path("state/quarterdeck"), withIntermediateDirectories: true)
        try folder.write("in the way", to: "state/quarterdeck/audit")
        let run = try run(["token", "harbor"])
        #expect(run.status == 0)
        #expect(!run.text.isEmpty)
        #expect(run.errors.contains("warning: the audit is not written"))
    }
}
