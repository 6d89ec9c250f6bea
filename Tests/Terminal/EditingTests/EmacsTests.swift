import Editing
import TerminalUI
import Testing

/// Text before, keys, text after.
typealias Script = (String, String, String)

private func check(_ scripts: [Script]) {
    for (before, script, after) in scripts {
        let result = press(script, in: before)
        #expect(result.utf8.elementsEqual(after.utf8), "\(before) <- \(script): \(result), not \(after)")
    }
}

@Suite struct EmacsTests {
    @Test func `keys move through the text`() {
        check([
            ("select| 1", "<ctrl-a>", "|select 1"),
            ("se|lect 1", "<ctrl-e>", "select 1|"),
            ("a|b\ncd", "<ctrl-f><ctrl-f>", "ab\n|cd"),
            ("ab\n|cd", "<ctrl-b>", "ab|\ncd"),
            ("abc|d\nx\nabcd", "<ctrl-n><ctrl-n>", "abcd\nx\nabc|d"),
            ("abcd\nx\nabc|d", "<ctrl-p><ctrl-p>", "abc|d\nx\nabcd"),
            ("|one two_three", "<alt-f>", "one| two_three"),
            ("one| two_three", "<alt-f>", "one two|_three"),
            ("one two_three|", "<alt-b>", "one two_|three"),
            ("one two|", "<ctrl-left><ctrl-left>", "|one two"),
            ("a\nb|\nc", "<alt-<>", "|a\nb\nc"),
            ("a\nb|\nc", "<alt->>", "a\nb\nc|"),
            ("    a|", "<alt-m>", "    |a"),
            ("a|\nb\n\nc\nd\n\ne", "<ctrl-down><ctrl-down>", "a\nb\n\nc\nd\n|\ne"),
            ("a\nb\n\nc\nd|", "<ctrl-up><ctrl-up>", "|a\nb\n\nc\nd"),
        ])
    }

    @Test func `a character on the screen is one character`() {
        check([
            ("e\u{301}|x", "<left>", "|e\u{301}x"),
            ("|👩‍👩‍👧x", "<right>", "👩‍👩‍👧|x"),
            ("🇩🇪🇫🇷|", "<backspace>", "🇩🇪|"),
            ("表|x", "<backspace>", "|x"),
            ("ab表|x\nabcdef", "<down>", "ab表x\nabcd|ef"),
            ("\tx|\nabcdefg", "<down>", "\tx\nabcde|fg"),
            ("|\u{301}", "a", "a\u{301}|"),
            ("a|b", "\u{301}", "a\u{301}|b"),
            ("👩|", "\u{200D}👧", "👩\u{200D}👧|"),
            ("a|\n\u{301}b", "<delete>", "a\u{301}|b"),
            ("a|\n\u{301}b", "<delete><ctrl-_>", "a|\n\u{301}b"),
        ])
    }

    @Test func `keys delete and cut`() {
        check([
            ("a|bc", "<ctrl-d>", "a|c"),
            ("ab|c", "<ctrl-h>", "a|c"),
            ("ab|c", "<backspace>", "a|c"),
            ("ab|c", "<delete>", "ab|"),
            ("one |two three", "<alt-d>", "one | three"),
            ("one two|", "<alt-backspace>", "one |"),
            ("one a.b_c|", "<ctrl-w>", "one |"),
            ("one  |", "<ctrl-w>", "|"),
            ("a|b\nc", "<ctrl-k>", "a|\nc"),
            ("a|b\nc", "<ctrl-k><ctrl-k>", "a|c"),
            ("a|b\nc", "<ctrl-k><ctrl-k><ctrl-y>", "ab\n|c"),
            ("ab|c", "<ctrl-u>", "|c"),
            ("a  | b", "<alt-\\>", "a|b"),
        ])
    }

    @Test func `successive cuts are pasted as a whole, also backwards`() {
        check([
            ("one two three|", "<ctrl-w><ctrl-w><ctrl-y>", "one two three|"),
            ("one two three|", "<ctrl-w><left><right><ctrl-w><ctrl-y>", "one two |"),
            ("one two three|", "<ctrl-w><left><right><ctrl-w><ctrl-y><alt-y>", "one three|"),
            ("one two three|", "<ctrl-w><left><right><ctrl-w><ctrl-y><alt-y><alt-y>", "one two |"),
            ("one two|", "<ctrl-w><ctrl-y><ctrl-y>", "one twotwo|"),
            ("|one two", "<alt-d><alt-d><ctrl-e><ctrl-y>", "one two|"),
        ])
    }

    @Test func `words and characters are swapped and change case`() {
        check([
            ("ab|c", "<ctrl-t>", "acb|"),
            ("abc|", "<ctrl-t>", "acb|"),
            ("|abc", "<ctrl-t>", "|abc"),
            ("one| two", "<alt-t>", "two one|"),
            ("one tw|o", "<alt-t>", "two one|"),
            ("one, two|", "<alt-t>", "two, one|"),
            ("|one two", "<alt-u>", "ONE| two"),
            ("ONE| TWO", "<alt-l>", "ONE two|"),
            ("|one TWO", "<alt-c><alt-c>", "One Two|"),
            ("|straße", "<alt-u>", "STRASSE|"),
        ])
    }

    @Test func `a typed word is one undo step`() {
        check([
            ("|", "select one from<ctrl-_>", "select one |"),
            ("|", "select one from<ctrl-_><ctrl-_>", "select |"),
            ("|", "select one from<ctrl-_><ctrl-_><alt-_>", "select one |"),
            ("|", "select one from<ctrl-_><ctrl-_><ctrl-_><ctrl-_>", "|"),
            ("|", "ab<left>cd<ctrl-_>", "a|b"),
            ("abcd|", "<backspace><backspace><backspace><ctrl-_>", "abcd|"),
            ("|abcd", "<ctrl-d><ctrl-d><ctrl-x>u", "|abcd"),
            ("one two|", "<ctrl-w><ctrl-w><ctrl-_>", "one |"),
            ("|", "a<enter>b<ctrl-_><ctrl-_>", "a|"),
            ("|ab", "<ctrl-_>", "|ab"),
            ("|", "a<ctrl-_>b<alt-_>", "b|"),
        ])
    }

    @Test func `a selection is made with Shift or from a mark`() {
        check([
            ("a|bc", "<shift-right><shift-right>", "a[bc|]"),
            ("abc|", "<shift-left>", "ab[|c]"),
            ("a|bc", "<shift-right>x", "ax|c"),
            ("a|bc", "<shift-right>x<ctrl-_>", "ab|c"),
            ("a|bc", "<shift-right><shift-right><left>", "a|bc"),
            ("a|bc", "<shift-right><shift-right><right>", "abc|"),
            ("a|bc", "<shift-right><ctrl-h>", "a|c"),
            ("a|bc d", "<ctrl-@><ctrl-e>", "a[bc d|]"),
            ("a|bc d", "<ctrl-@><ctrl-e><ctrl-w>", "a|"),
            ("a|bc d", "<ctrl-@><ctrl-e><alt-w><ctrl-y>", "abc dbc d|"),
            ("a|bc", "<ctrl-@><ctrl-e><ctrl-x><ctrl-x>", "a[|bc]"),
            ("a|bc", "<ctrl-@><ctrl-e>x", "abcx|"),
            ("a|bc", "<ctrl-@><ctrl-e><ctrl-g>", "abc|"),
            ("a|b\nc", "<ctrl-x>h", "[ab\nc|]"),
            ("a|b\nc", "<ctrl-x>hx", "x|"),
            ("ab\n|cd", "<shift-up>", "[|ab\n]cd"),
            ("|one two", "<ctrl-shift-right>", "[one|] two"),
        ])
    }

    @Test func `lines are indented, split and commented out`() {
        check([
            ("    a|", "<enter>b", "    a\n    b|"),
            ("  |  a", "<enter>", "  \n  |  a"),
            ("|", "<tab>a", "    a|"),
            (" |a", "<tab>", "    |a"),
            ("    a|", "<shift-tab>", "a|"),
            ("a|b\nc", "<shift-down><shift-down><tab>", "    a[b\n    c|]"),
            ("  a|", "<alt-;>", "  -- a|"),
            ("  -- a|", "<alt-;>", "  a|"),
            ("|a\n  b\nc", "<ctrl-@><alt->><alt-;>", "[-- a\n--   b\n-- c|]"),
            ("|-- a\n--b", "<ctrl-@><alt->><alt-;>", "[a\nb|]"),
            ("|a\n-- b", "<ctrl-@><alt->><alt-;>", "[-- a\n-- -- b|]"),
            ("|", "<alt-;>", "-- |"),
            ("a|b", "<ctrl-o>", "a|\nb"),
        ])
    }

    @Test func `unused keys go to the caller`() {
        let scripts: [(String, String, EditorReply)] = [
            ("ab|", "<ctrl-c>", .unhandled), ("ab|", "<ctrl-r>", .unhandled), ("ab|", "<ctrl-l>", .unhandled),
            ("ab|", "<ctrl-z>", .unhandled), ("ab|", "<F5>", .unhandled), ("ab|", "<escape>", .unhandled),
            ("ab|\nc", "<up>", .unhandled), ("a\nb|", "<down>", .unhandled), ("a\nb|", "<pagedown>", .unhandled),
            ("a\nb|", "<up>", .handled), ("ab|", "<tab>", .unhandled), ("ab|", "<shift-tab>", .unhandled),
            ("|", "<ctrl-d>", .unhandled), ("|a", "<backspace>", .bell), ("|", "<ctrl-_>", .bell),
            ("ab|", "<ctrl-f>", .bell),
            ("ab|", "<ctrl-y>", .bell), ("ab|", "<alt-y>", .bell),
            ("ab|", "<ctrl-x><ctrl-e>", .prefixed(.control("e"))), ("ab|", "<ctrl-x>", .handled),
            ("ab|", "<ctrl-@><escape>", .handled),
        ]
        for (text, script, reply) in scripts {
            var editor = editor(text)
            #expect(editor.press(keys(script)) == reply, "\(text) <- \(script)")
        }
    }

    @Test func `a page has the view's height and ends at the text's ends`() {
        var editor = Editor((0..<10).map(String.init).joined(separator: "\n"))
        editor.moveCursor(to: .start)
        editor.pageLines = 4
        editor.press(keys("<pagedown><pagedown>"))
        #expect(editor.cursor.line == 8)
        editor.press(keys("<pagedown>"))
        #expect(editor.cursor.line == 9)
        editor.press(keys("<pageup>"))
        #expect(editor.cursor.line == 5)
    }
}
