import TestSupport
import Testing

@testable import Sandbox

/// Commands and names that newcomers look for.
@Suite struct WorkspaceCommandTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    @Test(arguments: Engine.allCases)
    func `a definition that is not there is said not to be there`(engine: Engine) throws {
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
        try work.terminal.press("Escape", "C-u")
        try work.terminal.type("grant select on vessels to jane")
        try work.terminal.press("Tab")
        try work.terminal.wait(for: "jane_doe ")
    }
}
