import Editing
import TerminalUI
import Testing

/// Commands of Vim that the editor lacks: no part of them has an effect.
@Suite struct ViUnknownTests {
    /// Complete commands, and the command after them, which is executed.
    static let commands = [
        "gqip", "gqq", "gqgq", "gq}", "3gq2j", "gwip", "gww", "g?iw", "g??", "=ip", "==", "2=j", "=G", "!ip", "!!",
        "!}",
        "zf3j", "zfip", "zt", "zz", "zb", "zo", "ZZ", "ZQ", "ma", "'a", "`a", "qa", "@a", "@@", "]]", "[[", "](", "[{",
        "ysiwq", "ysiw)", "ys$\"", "yss)", "ds\"", "cs\"'", "csbB", "\u{17}w", "d]p", "y'a", "gq/x\r", "dzt",
    ]

    private func editor() -> Editor {
        var editor = Editor("one two\nthree four\n\nfive six\nseven", style: .vi)
        _ = editor.press(.escape)
        editor.press([.character("g"), .character("g")])
        return editor
    }

    @Test(arguments: ViUnknownTests.commands)
    func `an unknown command is dropped completely and shown`(command: String) {
        var editor = editor()
        let before = editor
        let keys = command.map { character -> Key in
            switch character {
            case "\r": .enter
            case "\u{17}": .control("w")
            default: .character(character)
            }
        }
        for (index, key) in keys.enumerated() {
            _ = editor.press(key)
            #expect(editor.text == before.text, "\(command)")
            #expect(editor.cursor == before.cursor, "\(command)")
            #expect(editor.modeName == "NORMAL", "\(command)")
            #expect((editor.unknownCommand.isEmpty) == (index < keys.count - 1), "\(command) at \(index)")
        }
        #expect(editor.unknownCommand == keys)
        #expect(editor.pendingKeys.isEmpty)
        // The next key is a command of its own.
        _ = editor.press(.character("x"))
        #expect(editor.text.hasPrefix("ne two") && editor.unknownCommand.isEmpty)
    }

    @Test func `an unknown command does not change a selection`() {
        for command in ["=", "!", "gq", "gw", "zf", "za"] {
            var editor = editor()
            let before = editor.text
            editor.press([.character("v"), .character("e")])
            for character in command { _ = editor.press(.character(character)) }
            #expect(editor.text == before && editor.modeName == "VISUAL", "\(command)")
            #expect(editor.unknownCommand.count == command.count, "\(command)")
        }
    }
}
