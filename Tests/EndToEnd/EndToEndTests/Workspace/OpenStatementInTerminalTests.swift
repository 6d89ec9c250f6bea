import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Backslash commands after an unfinished statement, with real keys; a table records which statements ran.
@Suite struct OpenStatementInTerminalTests {
    typealias Engine = WorkspaceInTerminal.Engine
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// Commands and their output.
    private static let commands: [(String, String)] = [
        ("\\p", "set g = g + 100"), ("\\x", "rows are shown"), ("\\conninfo", "chain and host name"),
        ("\\dt vessels", "vessels"), ("\\d vessels", "built"), ("\\explain", "pdate"), ("\\echo mark-17", "mark-17"),
    ]

    @Test(arguments: Engine.allCases)
    func `commands leave an unfinished statement alone, and it continues after them`(engine: Engine) throws {
        let work = try WorkspaceInTerminal(sandbox, engine, columns: 120, rows: 40)
        try work.terminal.enter("create temporary table zz (g int);")
        try work.run("insert into zz values (1), (2), (3), (4), (5), (6), (7), (8);", shows: "8")
        for (index, (command, shown)) in Self.commands.enumerated() {
            let update = "update zz set g = g + 100"
            if index % 2 == 0 {
                try work.terminal.enter("\(update) \(command)")
            } else {
                try work.terminal.enter(update)
                try work.terminal.enter(command)
            }
            try work.terminal.wait(for: shown)
            // The statement includes the condition below, so it changes one row, once.
            try work.terminal.enter("  where g % 100 = 3;")
            let sum = 36 + 100 * (index + 1)
            try work.run("select concat('sum ', sum(g), ' at \(index)') as s from zz;", shows: "sum \(sum) at \(index)")
        }
    }
}
