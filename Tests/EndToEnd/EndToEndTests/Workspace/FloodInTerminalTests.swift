import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// An endless stream of notices blocks neither keys, nor the clock, nor quitting.
@Suite struct FloodInTerminalTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private static let endless = "do $$begin loop raise notice 'flood of notices'; end loop; end$$;"

    private func flooded() throws -> WorkspaceInTerminal {
        let work = try WorkspaceInTerminal(sandbox, .postgresql)
        try work.terminal.enter(Self.endless)
        // The cluster may be guarded.
        try work.terminal.eventually("the flood has begun, or is asked about") {
            let screen = try work.terminal.screen()
            return screen.contains("Type the cluster's name") || screen.contains("NOTICE: flood")
        }
        if try work.terminal.screen().contains("Type the cluster's name") { try work.terminal.enter("harbor") }
        try work.terminal.wait(for: "NOTICE: flood of notices")
        return work
    }

    @Test func `keys work during endless notices in bounded memory, and Ctrl-C ends them`() throws {
        let work = try flooded()
        try work.terminal.type("select 'typed meanwhile'")
        try work.terminal.wait(for: "select 'typed meanwhile'")
        try work.terminal.press("F1")
        try work.terminal.wait(for: "Statements")
        try work.terminal.press("Escape")
        let before = try work.memory()
        try work.terminal.press("F7")
        try work.terminal.wait(for: "older lines not kept")
        try work.terminal.press("Escape")
        try work.terminal.eventually("the log is closed") { try !work.terminal.screen().contains("Esc back") }
        try work.terminal.press("C-c")
        try work.terminal.wait(for: "cancelled by the server after")
        let after = try work.memory()
        #expect(after.peak < before.now + 65_536)
        try work.run("; select 40 + 2 as answer;", shows: "42")
    }

    @Test func `closing the terminal ends the program during endless notices`() throws {
        let work = try flooded()
        let process = try work.deck.process()
        try work.terminal.close()
        try work.terminal.eventually("the deck is gone") { kill(process, 0) != 0 }
    }

    @Test(arguments: ["TERM", "HUP", "USR1"])
    func `a signal ends the program during endless notices`(signal: String) throws {
        let work = try flooded()
        _ = try Program.run(["kill", "-\(signal)", "\(try work.deck.process())"])
        try work.terminal.wait(for: "left with 1")
        #expect(try work.terminal.state("alternate_on") == "0")
    }
}
