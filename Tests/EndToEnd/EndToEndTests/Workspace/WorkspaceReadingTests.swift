import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// All output can be read completely, with real keys and real servers.
@Suite struct WorkspaceReadingTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: Engine.allCases)
    func `a description is scrolled, searched and written to a file`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, columns: 60, rows: 40)
        try work.run("\\d vessels", shows: "Columns")
        try work.terminal.press("F6")
        try work.terminal.wait(for: "line 1 of")
        try work.terminal.press("End")
        try work.terminal.wait(for: "from column")
        try work.terminal.press("0")
        try work.terminal.wait(without: "from column")
        try work.terminal.enter("/gross_tonnage")
        try work.terminal.wait(without: "line 1 of")
        let path = work.deck.home.path("vessels.txt")
        try work.terminal.press("e")
        try work.terminal.wait(for: "export as text")
        try work.terminal.press("C-u")
        try work.terminal.enter(path)
        try work.terminal.wait(for: "lines in")
        let written = try String(contentsOfFile: path, encoding: .utf8)
        #expect(written.contains("gross_tonnage"))
        #expect(written.contains("call_sign"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test(arguments: Engine.allCases)
    func `the catalogue's titles appear once`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, rows: 44)
        let screen = try work.run("\\dt", shows: "sensor_readings")
        let titles = screen.split(separator: "\n").filter { $0.trimmingCharacters(in: .whitespaces) == "Tables" }
        #expect(titles.count == 1)
    }

    @Test(arguments: Engine.allCases)
    func `a long message is complete on a narrow screen`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, columns: 60, rows: 30)
        let name = "no_such_table_" + String(repeating: "x", count: 40)
        let screen = try work.run("select * from \(name);", shows: "exist")
        let text = screen.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined()
        #expect(text.contains(name))
    }

    @Test(arguments: Engine.allCases)
    func `a value of many lines is readable in its row and complete in its cell`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, columns: 60, rows: 36)
        let end = engine == .postgresql ? "chr(10)" : "char(10 using utf8mb4)"
        try work.run(
            "select id, concat('first', \(end), 'second', repeat('=', 100), 'last') as v from vessels limit 3\\gx",
            shows: "row 3 ─")
        let screen = try work.terminal.screen()
        #expect(screen.contains("v  │ first"))
        #expect(screen.contains("│ second="))
        #expect(screen.contains("last"))
        try work.terminal.press("F6", "j", "Enter")
        try work.terminal.wait(for: "2 lines")
        try work.terminal.enter("/last")
        try work.terminal.press("n")
        try work.terminal.wait(for: "this is the only match")
    }

    @Test func `the definition of a table is shown as in MySQL`() throws {
        let work = try WorkspaceInTerminal(sandbox, .mysql, rows: 40)
        let screen = try work.run("show create table vessels\\G", shows: "PRIMARY KEY")
        #expect(screen.contains("Create Table │ CREATE TABLE"))
        #expect(screen.contains("             │   `"))
    }

    @Test func `a step that was never executed is marked, and labels are complete`() throws {
        let work = try WorkspaceInTerminal(sandbox, .postgresql, columns: 100, rows: 40)
        try work.terminal.type(
            "select 1 from vessels v, lateral (select 1 from sensor_readings s where s.id = v.id limit 1) r where v.id < 0"
        )
        try work.terminal.press("M-a")
        try work.terminal.wait(for: "never executed")
    }
}
