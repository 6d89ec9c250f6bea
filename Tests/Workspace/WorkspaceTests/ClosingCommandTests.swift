import Editing
import Testing

@testable import Workspace

/// A command that closes the session.
@Suite struct ClosingCommandTests {
    @Test(arguments: ["exit", "quit", "\\q", "exit;", "  QUIT ;"])
    func `a command that closes the session does not stay in the draft`(command: String) throws {
        var bench = try Bench(engine: command.hasPrefix("\\") ? "postgresql" : "mysql", environment: "dev")
        bench.enter("select 1;")
        bench.answer()
        bench.enter(command)
        #expect(bench.state.isClosing)
        #expect(bench.state.editor.buffer.text == "select 1;\n")
    }

    @Test func `other text stays in the draft`() throws {
        var bench = try Bench(engine: "postgresql", environment: "dev")
        bench.enter("select exit from quit \\q")
        #expect(bench.state.isClosing)
        #expect(bench.state.editor.buffer.text.hasPrefix("select exit from quit \\q"))
    }
}
