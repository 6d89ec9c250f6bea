import TerminalUI
import Testing

@testable import Editing

@Suite struct EditorHelpTests {
    @Test func `every key of the table is in the help, and every line of it has keys`() {
        let described = EmacsCommand.described.map(\.0)
        #expect(Set(described) == Set(EmacsKeys.table.values).union(EmacsKeys.afterControlX.values))
        #expect(Set(described).count == described.count)
        let entries = EditorHelp.entries(of: .emacs)
        #expect(entries.count == described.count)
        #expect(entries.first == EditorHelp("Left, Ctrl-B", "back a character"))
        for key in EmacsKeys.table.keys { #expect(entries.contains { $0.keys.contains(key.label) }) }
    }

    @Test func `vi's keys are listed, too`() {
        #expect(EditorHelp.entries(of: .vi).count > 15)
    }
}
