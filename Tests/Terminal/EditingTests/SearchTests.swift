import Editing
import TestSupport
import Testing

@Suite struct SearchTests {
    @Test func `case matters if the pattern has a capital letter`() {
        let buffer = TextBuffer("Foo foo FOO\nÄrger ärger")
        func count(_ pattern: String) -> Int { Search(pattern).count(in: buffer) }
        #expect(count("foo") == 3)
        #expect(count("Foo") == 1)
        #expect(count("ärger") == 2)
        #expect(count("Ärger") == 1)
        #expect(count("") == 0)
        #expect(count("x") == 0)
        #expect(Search("o").count(in: buffer, limit: 2) == 2)
    }

    @Test func `matches are within lines and never split characters`() {
        let buffer = TextBuffer("e\u{301}e\naaa\n👩‍👩‍👧👩")
        func matches(_ pattern: String) -> [Range<TextPosition>] {
            Search(pattern).matches(in: buffer, lines: -3..<99)
        }
        #expect(matches("e") == [TextPosition(0, 3)..<TextPosition(0, 4)])
        #expect(matches("aa") == [TextPosition(1, 0)..<TextPosition(1, 2)])
        #expect(matches("👩").count == 1)
        #expect(Search("a").matches(in: buffer, lines: 0..<1) == [])
        #expect(Search("aaa", isWholeWord: true).matches(in: buffer, lines: 0..<3).count == 1)
        #expect(Search("aa", isWholeWord: true).matches(in: buffer, lines: 0..<3).isEmpty)
    }

    @Test func `the next match equals that of a search for all matches`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2_000 {
            let buffer = TextBuffer(generator.text(12, of: "ab\n"))
            let search = Search(generator.text(1 + Int(generator.next() % 2), of: "ab"))
            let from = buffer.position(atByte: Int(generator.next() % 13))
            let all = search.matches(in: buffer, lines: 0..<buffer.lineCount)
            let next = search.next(in: buffer, from: from, backward: false)
            #expect(next?.range == (all.first { $0.lowerBound > from } ?? all.first))
            #expect(next?.isWrapped != (next.map { $0.range.lowerBound > from } ?? true))
            let last = search.next(in: buffer, from: from, backward: true)
            #expect(last?.range == (all.last { $0.lowerBound < from } ?? all.last))
            let here = search.next(in: buffer, from: from, backward: false, includingPosition: true)
            #expect(here?.range == (all.first { $0.lowerBound >= from } ?? all.first))
        }
    }

    @Test func `an incremental search follows the typed pattern`() {
        for (before, script, after) in [
            ("|one two tone", "<ctrl-s>on", "|one two tone"), ("|one two tone", "<ctrl-s>on<ctrl-s>", "one two t|one"),
            ("|one two tone", "<ctrl-s>on<ctrl-s><ctrl-s>", "|one two tone"),
            ("|one two tone", "<ctrl-s>to", "one two |tone"), ("|one two tone", "<ctrl-s>tx", "one |two tone"),
            ("|one two tone", "<ctrl-s>to<backspace>", "one |two tone"),
            ("|one two", "<ctrl-s>two<ctrl-g>", "|one two"),
            ("|one two", "<ctrl-s>two<enter>x", "one x|two"), ("|one two", "<ctrl-s>two<ctrl-e>", "one two|"),
            ("|one two", "<ctrl-s>two<escape>x", "one x|two"), ("one two one|", "<ctrl-s><ctrl-r>one", "one two |one"),
            ("one two one|", "<ctrl-s><ctrl-r>one<ctrl-r>", "|one two one"),
            ("|a b a b", "<ctrl-s>b<enter><ctrl-s><ctrl-s>", "a b a |b"),
        ] {
            #expect(press(script, in: before) == after, "\(before) <- \(script)")
        }
    }

    @Test func `the prompt shows the pattern and a failed search`() {
        var editor = editor("|one two")
        editor.press(keys("<ctrl-s>tw"))
        #expect(editor.searchPrompt == "search: tw")
        #expect(editor.search?.matches(in: editor.buffer, lines: 0..<1).count == 1)
        #expect(editor.press(keys("z")) == .bell)
        #expect(editor.searchPrompt == "failing search: twz")
        editor.press(keys("<enter>"))
        #expect(editor.searchPrompt == nil)
        editor.endSearch()
        #expect(editor.search == nil)
    }

    @Test(arguments: EditorStyle.allCases)
    func `text pasted during a search goes into the pattern`(style: EditorStyle) {
        var editor = editor("|a foo b", style: style)
        editor.press(keys(style == .vi ? "/" : "<ctrl-s>"))
        editor.paste("fo\nx")
        editor.press(keys("o<enter>"))
        #expect(marked(editor) == "a |foo b")
    }

    @Test func `the caller can continue the last search`() {
        var editor = editor("|a x b x")
        #expect(editor.findNext() == nil)
        editor.press(keys("<ctrl-s>x<enter>"))
        #expect(editor.findNext()?.isWrapped == false)
        #expect(editor.cursor == TextPosition(0, 6))
        #expect(editor.findNext()?.isWrapped == true)
        #expect(editor.findNext(opposite: true)?.isWrapped == true)
        #expect(editor.cursor == TextPosition(0, 6))
    }
}
