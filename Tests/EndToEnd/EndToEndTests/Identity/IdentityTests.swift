import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// What the servers show of the person behind a session.
@Suite struct IdentityTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func run(_ arguments: String..., settings: String = "", _ more: [String: String] = [:]) throws -> Program {
        try run(arguments, settings: settings, more)
    }

    private func run(_ arguments: [String], settings: String, _ more: [String: String] = [:]) throws -> Program {
        try folder.write(settings, to: "quarterdeck/settings.toml")
        return try Program.run(
            [Program.product("quarterdeck")] + arguments,
            environment: sandbox.env.merging(
                ["HOME": folder.path("."), "XDG_CONFIG_HOME": folder.path("."), "XDG_STATE_HOME": folder.path("state")]
            ) { _, own in own }.merging(more) { _, own in own })
    }

    private static let attribute = """
        select attr_value from performance_schema.session_connect_attrs \
        where processlist_id = connection_id() and attr_name = 'program_name'
        """
    private static let name = "select application_name from pg_stat_activity where pid = pg_backend_pid()"

    private var person: String { "\(NSUserName())@default" }

    @Test(arguments: [("harbor", Self.name), ("ferry", Self.attribute)])
    func `a session shows the user, the profile and the ticket`(_ cluster: String, _ query: String) throws {
        let plain = try run("sql", cluster, "-c", query, "--format", "tsv")
        #expect(plain.text.hasSuffix("\nquarterdeck \(person)\n"), "\(plain.text)\(plain.errors)")
        let ticket = try run("sql", cluster, "--ticket", "OPS-\u{1B}9", "-c", query, "--format", "tsv")
        #expect(ticket.text.hasSuffix("\nquarterdeck \(person) #OPS-?9\n"), "\(ticket.text)\(ticket.errors)")
        let off = try run("sql", cluster, "-c", query, "--format", "tsv", settings: "identity = \"off\"\n")
        #expect(off.text.hasSuffix("\nquarterdeck\n"), "\(off.text)\(off.errors)")
        let own = try run("sql", cluster, "-c", query, "--format", "tsv", settings: "identity = \"%p by %u\"\n")
        #expect(own.text.hasSuffix("\nquarterdeck default by \(NSUserName())\n"), "\(own.text)\(own.errors)")
    }

    @Test func `a program keeps its own name before the identity`() throws {
        let psql = try run(
            "exec", "harbor", "--ticket", "OPS-9", "--", "sh", "-c", "PGAPPNAME=tool psql -XAtc \"\(Self.name)\"")
        #expect(psql.text == "tool \(person) #OPS-9\n", "\(psql.errors)")
        let full = String(repeating: "x", count: 60)
        let crowded = try run(
            "exec", "harbor", "--", "sh", "-c", "PGAPPNAME=\(full) psql -XAtc \"\(Self.name)\"")
        #expect(crowded.text == "\(full)\n", "\(crowded.errors)")
        let mysql = try run("exec", "ferry", "--ticket", "OPS-9", "--", "mariadb", "-NBe", Self.attribute)
        #expect(mysql.text == "mysql \(person) #OPS-9\n", "\(mysql.errors)")
    }

    @Test func `settings can require a ticket for production clusters`() throws {
        let settings = "require_ticket = true\n"
        for command in [["sql", "harbor", "-c", "select 1"], ["exec", "harbor", "--", "true"], ["proxy", "harbor"]] {
            let refused = try run(command, settings: settings)
            #expect(refused.status == 77, "\(command): \(refused.errors)")
            #expect(refused.errors.contains("a session on harbor needs a ticket"), "\(refused.errors)")
            #expect(refused.errors.contains("try: add --ticket TEXT"), "\(refused.errors)")
        }
        let ticket = ["QUARTERDECK_TICKET": "OPS-9"]
        let sql = try run("sql", "harbor", "-c", "select 1", settings: settings, ticket)
        #expect(sql.status == 0, "\(sql.errors)")
        #expect(try run("sql", "harbor", "-c", "select 1", settings: settings, ["QUARTERDECK_TICKET": ""]).status == 77)
        let staging = try run("sql", "ferry", "-c", "select 1", settings: settings)
        #expect(staging.status == 0, "\(staging.errors)")
    }
}
