import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// A database of fifty thousand tables: catalogue queries are bounded, but every table can be found.
@Suite struct LargeSchemaTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test func `fifty thousand tables are listed, completed, described and browsed in part`() throws {
        let database = "large_" + UUID().uuidString.prefix(8).lowercased()
        try sandbox.administrate("create database \(database) owner jane_doe")
        defer { try? sandbox.administrate("drop database if exists \(database) with (force)") }
        let work = try WorkspaceInTerminal(sandbox, .postgresql, rows: 40)
        let filling =
            "do $$ begin for i in 1..50000 loop execute format('create table t_%s (id int, name_%s text)', i, i); "
            + "if i % 500 = 0 then commit; end if; end loop; end $$"
        var environment = sandbox.env
        environment["HOME"] = work.deck.home.path
        let fill = try Program.run(
            [Program.product("quarterdeck"), "sql", "harbor", "--database", database, "-c", filling],
            environment: environment)
        try #require(fill.status == 0, "\(fill.errors)")

        try work.run("\\c \(database)", shows: "@\(database)")
        try work.terminal.wait(for: "no transaction")
        try work.run("\\dt", shows: "t_10013")
        try work.terminal.press("F6", "G")
        try work.terminal.wait(for: "… and more")
        try work.terminal.wait(for: "line 1,002 of 1,002")
        try work.terminal.press("F6")
        // A table far beyond the list's limit is completed, with its columns.
        try work.terminal.type("select * from t_4999")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "t_49990")
        try work.terminal.press("Escape")
        try work.terminal.wait(without: "table public")
        try work.terminal.type("9 where nam")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "▌name_49999")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "where name_49999")
        try work.run(" = '';", shows: "no rows")
        try work.run("\\d t_49999", shows: "Table public.t_49999")
        try work.terminal.press("F3")
        try work.terminal.wait(for: "- \(database)")
        try work.terminal.press("j", "Right")
        try work.terminal.wait(for: "Tables")
        try work.terminal.press("j", "Right")
        try work.terminal.wait(for: "+ t_1000")
        // No query is left running.
        let running =
            "select count(*) from pg_stat_activity where datname = '\(database)' and state = 'active' and pid <> pg_backend_pid()"
        try work.terminal.eventually("all questions are answered") { try work.beside(running).contains("\n0") }
    }
}
