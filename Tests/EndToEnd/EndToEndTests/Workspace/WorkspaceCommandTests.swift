import TestSupport
import Testing

@testable import Sandbox

/// Commands and names that newcomers try.
@Suite struct WorkspaceCommandTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: Engine.allCases)
    func `a missing definition is reported`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine)
        let kind = engine == .postgresql ? "function" : "routine"
        try work.run("\\sf nowhere", shows: "there is no \(kind) nowhere")
        try work.run("\\sv nowhere", shows: "there is no view nowhere")
    }

    @Test func `the last error is shown with all its parts`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, rows: 40)
        try work.run("create temp table scratch (a int constraint only_once primary key);", shows: "CREATE TABLE")
        try work.run("insert into scratch values (1), (1);", shows: "duplicate key")
        let screen = try work.run("\\errverbose", shows: "constraint  only_once")
        #expect(screen.contains("code        23505"))
        #expect(screen.contains("table       scratch"))
        try work.terminal.press("F7")
        try work.terminal.wait(for: "ERROR 23505")
        try work.terminal.press("Escape")
        try work.run("\\encoding latin1", shows: "UTF-8 and nothing else")
    }

    @Test func `the server's relations and roles are completed`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.type("select * from pg_stat_act")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "pg_stat_activity")
        try work.terminal.press("C-u")
        try work.terminal.type("grant select on vessels to jane")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "jane_doe ")
    }

    @Test func `variables are set from rows, and statements are generated from them`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, rows: 40)
        try work.run("select id as ship, name from vessels where id = 4 \\gset v_", shows: "v_ship = 4")
        try work.run("select 'found ' || name as f from vessels where id = :v_ship;", shows: "▌found 海の星")
        try work.run("select :'v_name' || ' again';", shows: "海の星 again")
        try work.run("select :missing;", shows: "try: \\set missing VALUE, for :missing has none")
        try work.run(
            "select format('select %s as made', 40 + i) from generate_series(1, 2) i \\gexec", shows: "▌  42")
        try work.deck.home.write(
            "\\if :{?v_ship}\nselect 'there ' || 'it is';\n\\else\nselect 1/0;\n\\endif\n", to: "if.sql")
        try work.run("\\i \(work.deck.home.path("if.sql"))", shows: "there it is")
        try work.run("\\set", shows: "v_ship = '4'")
    }

    @Test func `a definition is loaded into the editor, changed and run`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, rows: 40)
        try work.run(
            "create function pg_temp.twice(a int) returns int language sql as 'select a + a';", shows: "CREATE FUNCTION"
        )
        try work.run("\\ef nowhere", shows: "there is no function nowhere")
        try work.run("\\ef pg_temp*.twice", shows: "CREATE OR REPLACE FUNCTION pg_temp.twice(a integer)")
        try work.terminal.press("Enter")
        try work.terminal.wait(for: "CREATE FUNCTION in")
    }

    @Test func `the first temporary table may come from a transaction`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("begin;", shows: "BEGIN")
        try work.run("create temp table jotter as select 1 as quotation;", shows: "SELECT 1")
        try work.run("commit;", shows: "COMMIT in")
        try work.terminal.type("select * from jot")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "table pg_temp_")
    }

    @Test func `temporary tables are completed, and a transaction's new objects after its end`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.run("create temp table scratchpad (remarkable int, noteworthy text);", shows: "CREATE TABLE")
        try work.terminal.type("select rem from scratchp")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "table pg_temp_")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "from scratchpad")
        try work.terminal.press("C-a")
        for _ in 0..<10 { try work.terminal.press("Right") }
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "column integer, scratchpad")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "select remarkable")
        try work.terminal.press("C-x", "h", "Delete")
        try work.terminal.wait(without: "select remarkable")

        try work.run("begin;", shows: "BEGIN")
        try work.run("create temp table jotter as select 1 as quotation;", shows: "SELECT 1")
        try work.terminal.type("select * from jot")
        try work.terminal.press("Tab", "C-u")
        try work.run("commit;", shows: "COMMIT")
        try work.terminal.type("select * from jot")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "table pg_temp_")
    }
}
