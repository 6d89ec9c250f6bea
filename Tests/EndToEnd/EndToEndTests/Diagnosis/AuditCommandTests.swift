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

    @Test func `connections of programs, samples and requests to end sessions are recorded`() throws {
        #expect(try run(["exec", "harbor", "--", "psql", "-Atc", "select 1"]).text == "1\n")
        #expect(try run(["exec", "ferry", "--aws-profile", "nobody", "--", "mariadb", "-e", "select 1"]).status != 0)
        #expect(try run(["top", "harbor", "--once"]).status == 0)
        let query = "select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'no such session'"
        #expect(try run(["sql", "harbor", "-c", query]).status == 0)
        #expect(try run(["sql", "ferry", "-c", "kill 4294967290"]).status == 1)
        let all = try lines()
        #expect(
            all.filter { $0.cluster == "harbor" }.map(\.event).filter { $0 != "token-signed" } == [
                "handed-off", "proxy-opened", "proxy-closed", "session-opened", "session-closed", "session-opened",
                "cancel-requested", "session-closed",
            ], "\(all.map(\.event))")
        #expect(
            all.filter { $0.cluster == "ferry" }.map(\.event).filter { $0 != "token-signed" } == [
                "handed-off", "login-refused", "session-opened", "kill-requested", "session-closed",
            ], "\(all.map(\.event))")
        #expect(all.first { $0.event == "kill-requested" }?.detail == "KILL 4294967290")
        #expect(all.first { $0.event == "proxy-closed" }?.detail?.contains("received ") == true)
        #expect(all.allSatisfy { $0.user == "jane_doe" })
    }

    @Test func `ten processes at once lose no record`() throws {
        let (program, processes, each) = (Program.product("quarterdeck"), 10, 3)
        let script = """
            for n in $(seq \(processes)); do
                ( for m in $(seq \(each)); do '\(program)' token harbor --ticket "$n-$m" > /dev/null || exit 1; done ) &
                all="$all $!"
            done
            for one in $all; do wait $one || exit 1; done
            """
        let run = try Program.run(
            ["bash", "-c", script],
            environment: sandbox.env.merging(["HOME": folder.path("."), "XDG_STATE_HOME": folder.path("state")]) {
                _, own in own
            })
        #expect(run.status == 0, "\(run.errors)")
        let all = try lines()
        for event in ["token-signed", "token-printed"] {
            let tickets = all.filter { $0.event == event }.compactMap(\.ticket)
            #expect(tickets.count == processes * each && Set(tickets).count == processes * each)
        }
    }

    @Test func `a full disk is reported once and stops no work`() throws {
        // The file of authorities is written by the first login.
        #expect(try self.run(["sql", "harbor", "-c", "select 1"]).status == 0)
        // No file of the program may grow: each write fails as on a full disk.
        let program = Program.product("quarterdeck")
        let script = """
            set -o pipefail
            ( trap '' XFSZ; ulimit -f 0
              exec '\(program)' sql harbor -c 'select 1' -c 'select 2' --format tsv 2>&1 ) | cat
            """
        let run = try Program.run(
            ["bash", "-c", script],
            environment: sandbox.env.merging(["HOME": folder.path("."), "XDG_STATE_HOME": folder.path("state")]) {
                _, own in own
            })
        #expect(run.status == 0, "\(run.text)")
        #expect(run.text.contains("1\n") && run.text.contains("2\n"))
        #expect(run.text.components(separatedBy: "the audit is not written").count == 2, "\(run.text)")
    }
}
