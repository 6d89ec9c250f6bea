import Editing
import TerminalUI
import Testing

/// Compared with Vim 9.0, `nrformats` without octal.
@Suite struct ViNumberTests {
    private func check(_ scripts: [Script]) {
        for (before, script, after) in scripts {
            let result = press(script, in: before, style: .vi)
            #expect(result == after, "\(before) <- \(script): \(result), not \(after)")
        }
    }

    @Test func `a number grows and shrinks and keeps its zeros`() {
        check([
            ("|x 7", "<ctrl-a>", "x |8"), ("|x -7", "3<ctrl-a>", "x -|4"), ("x |007", "<ctrl-a>", "x 00|8"),
            ("x 1|2 3", "5<ctrl-x>", "x |7 3"), ("x |0", "<ctrl-x>", "x -|1"), ("ab-|3", "<ctrl-a>", "ab-|2"),
            ("|x 99", "<ctrl-a>.", "x 10|1"), ("|none", "<ctrl-a>", "|none"), ("x |-1", "2<ctrl-a>", "x |1"),
            ("x |099", "<ctrl-a>", "x 10|0"), ("x |-009", "<ctrl-a>", "x -00|8"),
            ("|limit 9223372036854775807", "<ctrl-a>", "|limit 9223372036854775807"),
            ("|limit 99999999999999999999", "<ctrl-a>", "|limit 99999999999999999999"),
        ])
    }

    @Test func `a dot after an operator with a search searches again`() {
        check([
            ("|one two one two one", "d/two<enter>.", "|two one"),
            ("|one two one two one", "c/two<enter>X<escape>.", "|Xtwo one two one"),
        ])
    }

    @Test func `the lines of the screen are motions`() {
        var editor = Editor((0..<100).map { "line \($0)" }.joined(separator: "\n"), style: .vi)
        _ = editor.press(.escape)
        (editor.topLine, editor.pageLines) = (40, 9)
        editor.moveCursor(to: TextPosition(45, 3))
        for (keys, line) in [("H", 40), ("L", 49), ("M", 44), ("3H", 42), ("3L", 47)] {
            editor.press(keys.map { .character($0) })
            #expect(editor.cursor == TextPosition(line, 0), "\(keys)")
        }
        editor.moveCursor(to: TextPosition(45, 3))
        editor.press([.character("d"), .character("L")])
        #expect(editor.buffer.lineCount == 95 && editor.buffer.line(45) == "line 50")
    }
}
