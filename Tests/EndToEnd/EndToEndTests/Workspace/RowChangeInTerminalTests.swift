import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Rows that are changed and followed in a terminal.
@Suite struct RowChangeInTerminalTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test func `rows of PostgreSQL are edited, inserted, deleted and followed`() throws {
        let database = "rows_" + UUID().uuidString.prefix(8).lowercased()
        try sandbox.administrate("create database \(database) owner jane_doe")
        defer { try? sandbox.administrate("drop database if exists \(database) with (force)") }
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        var environment = sandbox.env
        environment["HOME"] = work.deck.home.path
        func beside(_ sql: String) throws -> String {
            let run = try Program.run(
                [
                    Program.product("quarterdeck"), "sql", "harbor", "--database", database, "--format", "csv", "-c",
                    sql,
                ],
                environment: environment)
            try #require(run.status == 0, "\(run.errors)")
            return run.text
        }
        _ = try beside(
            "create table ports (id int primary key, name text); insert into ports values (1, 'Oslo'), (2, 'Turku'); "
                + "create table ships (id int primary key, name text, port int references ports, age float4); "
                + "insert into ships values (10, 'It''s', 2, 0.1), (11, null, 2, 7)")
        let terminal = work.terminal
        try work.run("\\c \(database)", shows: "@\(database)")
        try terminal.wait(for: "no transaction")
        try work.run("select * from ships order by id;", shows: "It's")
        try terminal.press("F6", "Right", "E")
        try terminal.wait(for: "IS NOT DISTINCT FROM 'It''s'")
        try terminal.press("C-u")
        try terminal.type("Fram \\ 2")
        try terminal.press("Enter")
        try terminal.wait(for: "The server stores name = Fram \\ 2")
        try terminal.enter("commit")
        try terminal.wait(for: "1 row updated and committed")
        #expect(try beside("select name from ships where id = 10").contains("Fram \\ 2"))
        // Another session is faster.
        try terminal.press("Right", "Right", "E")
        try terminal.wait(for: "\"age\"::text IS NOT DISTINCT FROM '0.1'")
        _ = try beside("update ships set age = 0.2 where id = 10")
        try terminal.press("C-u")
        try terminal.type("3")
        try terminal.press("Enter")
        try terminal.wait(for: "another session changed or removed this row first")
        try terminal.press("Escape")
        try terminal.wait(for: "no transaction")
        #expect(try beside("select age from ships where id = 10").contains("0.2"))
        // The foreign key leads to the port, and from there back to its ships.
        try terminal.press("Left", "M-f")
        try terminal.wait(for: "Turku")
        try terminal.press("M-f")
        try terminal.wait(for: "2 rows")
        try terminal.press("BSpace")
        try terminal.wait(for: "Turku")
        try terminal.press("BSpace", "Down")
        try terminal.wait(for: "row 2 of 2")
        try terminal.press("DC")
        try terminal.wait(for: "\"name\" IS NULL")
        try terminal.press("Enter")
        try terminal.wait(for: "COMMIT on harbor?")
        try terminal.enter("commit")
        try terminal.wait(for: "1 row deleted and committed")
        try terminal.press("IC")
        try terminal.wait(for: "needs a value")
        try terminal.type("12")
        try terminal.press("Down", "C-n", "Enter")
        try terminal.wait(for: "(\"id\", \"name\") VALUES (12, NULL)")
        try terminal.press("Enter")
        try terminal.wait(for: "COMMIT on harbor?")
        try terminal.enter("commit")
        try terminal.wait(for: "1 row inserted and committed")
        #expect(try beside("select id, port from ships order by id") == "id,port\n10,2\n12,\n")
    }

    @Test func `rows of MySQL are edited and followed, and a declined change is rolled back`() throws {
        let work = try WorkspaceInTerminal(sandbox, .mysql)
        let terminal = work.terminal
        let before = try work.beside("select * from cargo where id = 3")
        try work.run("select id, call_id, un_number from cargo where id = 3;", shows: "1 row")
        try terminal.press("F6", "Right", "Right", "E")
        try terminal.wait(for: "UPDATE `harbor`.`cargo` SET `un_number`")
        try terminal.press("C-u")
        try terminal.type("it's")
        try terminal.press("Enter")
        try terminal.wait(for: "The server stores un_number = it's")
        try terminal.press("Escape")
        try terminal.wait(for: "rolled back")
        try terminal.wait(for: "no transaction")
        #expect(try work.beside("select * from cargo where id = 3") == before)
        try terminal.press("Left", "M-f")
        try terminal.wait(for: "result 2 of 2")
        try terminal.press("BSpace")
        try terminal.wait(for: "result 1 of 2")
        try terminal.press("F6")
        try work.run("select * from harbour_board limit 1;", shows: "1 row")
        try terminal.press("F6", "E")
        try terminal.wait(for: "not possible")
    }
}
