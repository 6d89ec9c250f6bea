import Editing
import TerminalUI
import Testing

@Suite struct EditorTests {
    @Test(arguments: EditorStyle.allCases)
    func `pasted text is literal, one undo step, with line feeds`(style: EditorStyle) {
        var editor = editor("a|b", style: style)
        if style == .vi { editor.press(keys("i")) }
        editor.paste("select 1;\r\nselect 2;\r\u{1B}[A\u{3}<enter>\n")
        #expect(editor.text == "aselect 1;\nselect 2;\n\u{1B}[A\u{3}<enter>\nb")
        #expect(editor.cursor == TextPosition(3, 0))
        if style == .vi { editor.press(keys("<escape>")) }
        editor.undo()
        #expect(editor.text == "ab")
        editor.redo()
        #expect(editor.text.hasSuffix("<enter>\nb"))
    }

    @Test func `pasting replaces a Shift selection`() {
        var editor = editor("a|bc")
        editor.press(keys("<shift-right>"))
        #expect(editor.selectedText == "b")
        editor.paste("x")
        #expect(marked(editor) == "ax|c")
        editor.undo()
        #expect(editor.text == "abc")
    }

    @Test func `a caller's changes can be undone like typing`() {
        var editor = editor("select |")
        let revision = editor.revision
        editor.press(keys("us"))
        editor.replace(TextPosition(0, 7)..<TextPosition(0, 9), with: "users ")
        #expect(marked(editor) == "select users |")
        editor.insert("x")
        editor.setText("other")
        editor.setText("other")
        #expect(marked(editor) == "other|")
        #expect(editor.revision == revision + 5)
        for text in ["select users x", "select users ", "select us", "select "] {
            #expect(editor.undo() == true)
            #expect(editor.text == text)
        }
        #expect(editor.undo() == false)
    }

    @Test func `a range is selected, and an invalid one is clamped`() {
        var editor = editor("one\ntwo|")
        editor.select(TextPosition(0, 1)..<TextPosition(1, 1))
        #expect(marked(editor) == "o[ne\nt|]wo")
        editor.select(TextPosition(-4, 1)..<TextPosition(9, 9))
        #expect(editor.selectedText == "one\ntwo")
        editor.deselect()
        #expect(editor.selection == nil)
        editor.moveCursor(to: TextPosition(0, 1))
        editor.moveCursor(to: TextPosition(1, 1), extending: true)
        #expect(marked(editor) == "o[ne\nt|]wo")
        editor.replace(TextPosition(5, 5)..<TextPosition(9, 9), with: "x")
        #expect(editor.text == "one\ntwox")
    }

    @Test func `a single-line editor keeps one line`() {
        var options = EditorOptions()
        options.isSingleLine = true
        var editor = Editor("a\nb", options: options)
        #expect(editor.text == "a b")
        #expect(editor.press(.enter) == .unhandled)
        #expect(editor.press(.up) == .unhandled)
        #expect(editor.press(.tab) == .unhandled)
        editor.paste("c\r\nd")
        #expect(editor.press(.control("o")) == .unhandled)
        #expect(editor.text == "a bc d")
        editor.style = .vi
        editor.press(keys("<escape>ox<escape>r<enter>"))
        #expect(editor.buffer.lineCount == 1)
    }

    @Test func `brackets match, those in quotes and comments with one another`() {
        for (text, bracket, match) in [
            ("f(|a)", 1, 3), ("f|(a)", 1, 3), ("f(a|)", 3, 1), ("f(a)|", 3, 1), ("|(\n[x]\n)", 0, 6),
            ("|(')')", 0, 4), ("(x)'|(y)'", 4, 6), ("|( -- )\n)", 0, 7), ("|((a)", nil, nil), ("a|b", nil, nil),
            ("|(\")\")", 0, 4), ("|{a}", 0, 2),
        ] as [(String, Int?, Int?)] {
            let editor = editor(text)
            let pair = editor.matchingBracket
            #expect(pair.map { editor.buffer.offset(of: $0.bracket) } == bracket, "\(text)")
            #expect(pair.map { editor.buffer.offset(of: $0.match) } == match, "\(text)")
        }
    }

    @Test func `columns are screen columns`() {
        let editor = editor("\ta表\u{1B}|x\u{202E}")
        #expect(editor.cursorColumn == 8)
        let line = editor.buffer.line(0)
        #expect(editor.columns.column(in: line, atByte: 99) == 17)
        #expect(editor.columns.byte(in: line, atColumn: 6) == 2)
        #expect(editor.columns.byte(in: line, atColumn: 99) == line.utf8.count)
    }

    @Test func `a new key style starts in its initial state`() {
        var editor = editor("ab|c")
        editor.press(keys("<ctrl-x>"))
        editor.style = .vi
        #expect(editor.modeName == "INSERT")
        editor.press(keys("x<escape>"))
        #expect(editor.modeName == "NORMAL")
        #expect(marked(editor) == "ab|xc")
        editor.style = .emacs
        #expect(editor.modeName == nil)
        editor.press(keys("y<ctrl-_>"))
        #expect(marked(editor) == "ab|xc")
    }

    @Test func `a double click selects a word`() {
        for (text, column, selected) in [
            ("select user_id, 表示 x", 9, "user_id"), ("a == b", 2, "=="), ("a   b", 2, "   "), ("é", 0, "é"),
            ("", 0, nil),
        ] as [(String, Int, String?)] {
            var editor = Editor(text)
            editor.selectWord(at: TextPosition(0, column))
            #expect(editor.selectedText == selected)
        }
    }

    @Test(arguments: EditorStyle.allCases)
    func `Ctrl-Y inserts a text copied elsewhere`(style: EditorStyle) {
        var editor = editor("|x", style: style)
        editor.keepForYank("copied")
        #expect(editor.killedText == "copied")
        editor.press(keys(style == .vi ? "P" : "<ctrl-y>"))
        #expect(editor.text == "copiedx")
    }

    @Test func `an incomplete command is shown`() {
        var editor = editor("|a b c", style: .vi)
        editor.press(keys("2d"))
        #expect(editor.pendingKeys == [.character("2"), .character("d")])
        editor.press(keys("w"))
        #expect(editor.pendingKeys == [])
        editor.style = .emacs
        editor.press(keys("<ctrl-x>"))
        #expect(editor.pendingKeys == [.control("x")])
    }
}
