import Editing
import TerminalUI
import Testing

private func check(_ scripts: [Script]) {
    for (before, script, after) in scripts {
        let result = press(script, in: before, style: .vi)
        #expect(result.utf8.elementsEqual(after.utf8), "\(before) <- \(script): \(result), not \(after)")
    }
}

@Suite struct ViTests {
    @Test func `operators apply to the range of a motion`() {
        check([
            ("|one two three", "dw", "|two three"), ("|one two three", "d2w", "|three"),
            ("|one two three", "2dw.", "|"), ("one |two", "dw", "one| "), ("o|ne two", "cwx<escape>", "o|x two"),
            ("one t|wo three", "d0", "|wo three"), ("one |two three", "D", "one| "), ("a|bc", "x", "a|c"),
            ("select |(a, b) from", "d%", "select | from"), ("|a, b, c", "df,", "| b, c"),
            ("|a, b, c", "dt,;", ", |b, c"),
            ("a\n|b\nc", "dd", "a\n|c"), ("a\nb\n|c", "dk", "|a"), ("|a\nb\nc", "dj", "|c"),
            ("a\n|b\nc", "ddp", "a\nc\n|b"), ("|a\nb", "yyjp", "a\nb\n|a"), ("|a\nb", "dG", "|"),
            ("|abc", "~~", "AB|c"), ("|abc def", "gUw", "|ABC def"), ("|a", ">>", "    |a"),
            ("    |a", "<lt><lt>", "|a"), ("|a", "gcc", "|-- a"), ("|-- a\n-- b", "gcj", "|a\nb"),
        ])
    }

    @Test func `text objects are found from inside`() {
        check([
            ("one t|wo three", "diw", "one | three"), ("one t|wo three", "daw", "one |three"),
            ("f(a, |b)", "ci(x<escape>", "f(|x)"), ("f(a, |(b))", "da(", "f(a, |)"),
            ("x = 'it |is'", "ci'y<escape>", "x = '|y'"), ("x = |'it'", "da'", "x |="),
            ("a\nb|\n\nc", "dip", "|\nc"), ("a\n|b\n\nc", "dap", "|c"), ("where |a_b.c", "diw", "where |.c"),
            ("where |a_b.c x", "diW", "where | x"),
        ])
    }

    @Test func `a count and a dot repeat insertions`() {
        check([
            ("|a", "3ix<escape>", "xx|xa"), ("|a", "ix<escape>.", "|xxa"), ("|a", "A;<escape>.", "a;|;"),
            ("|a", "2ob<escape>", "a\nb\n|b"), ("  |a", "ob<escape>", "  a\n  |b"), ("  |a", "o<escape>", "  a\n|"),
            ("|a b c", "cwx<escape>w.", "x |x c"), ("|abc", "Rxy<escape>", "x|yc"),
            ("|abc", "Rxy<backspace><escape>", "|xbc"),
            ("|a\na", "A;<escape>j.", "a;\na|;"), ("|abc", "s<escape>.", "|c"), ("|abc", "isel<tab>", "sel|abc"),
            ("|a", "ifoo<ctrl-w>b<escape>", "|ba"), ("|a b", "vlcx<escape>", "|xb"),
            ("|aa bb cc", "vlcx<escape>w.", "x |x cc"),
        ])
    }

    @Test func `registers keep their texts`() {
        check([
            ("|a b", "\"qyiww\"qP", "a |ab"), ("|one\ntwo", "\"qyyj\"Qyy\"qp", "one\ntwo\n|one\ntwo"),
            ("|a b c", "dwdw\"1p\"-p", "cb| "), ("|a\nb\nc", "dddd\"2p", "c\n|a"), ("|a b", "yw\"_dwP", "a| b"),
            ("|a b", "ywdw\"0P", "a| b"), ("|a b", "viwp", "|a b"),
        ])
    }

    @Test func `selections include the character under the cursor`() {
        check([
            ("a|bcd", "vl", "a[b|c]d"), ("ab|cd", "vh", "a[|bc]d"), ("a|b\ncd\ne", "V", "[a|b\n]cd\ne"),
            ("a|b\ncd\ne", "Vj", "[ab\nc|d\n]e"), ("a|bcd", "vlo", "a[|bc]d"), ("a|bcd", "vl<escape>", "ab|cd"),
            ("a|bcd", "vly$p", "abcdb|c"), ("a|b c", "viw", "[a|b] c"), ("a|bcd", "vl<escape>0gv", "a[b|c]d"),
            ("|a\nb\nc", "Vj>", "    |a\n    b\nc"), ("|a\nb", "VjJ", "a| b"), ("|ab", "v$", "[ab|]"),
            ("f(a, |b)", "vi(", "f([a, |b])"), ("f((|a), b)", "va(a(", "f[((a), b|)]"), ("|ab", "VU", "|AB"),
        ])
    }

    @Test func `a search is a motion`() {
        check([
            ("|a foo b foo", "/foo<enter>", "a |foo b foo"), ("|a foo b foo", "/foo<enter>n", "a foo b |foo"),
            ("|a foo b foo", "/foo<enter>nn", "a |foo b foo"), ("|a foo b foo", "/foo<enter>N", "a foo b |foo"),
            ("|a foo b foo", "?foo<enter>", "a foo b |foo"), ("|a foo b", "d/foo<enter>", "|foo b"),
            ("|a foo b", "d/foo<escape>", "|a foo b"), ("|a foo b", "/zz<enter>", "|a foo b"),
            ("|a foo b", "/fo<escape>x", "| foo b"), ("f|oo food foo", "*", "foo food |foo"),
            ("foo food f|oo", "#", "|foo food foo"), ("|a foo b foo", "/foo<enter>d/<enter>", "a |foo"),
            ("|a foo b foo", "v/foo<enter>", "[a |f]oo b foo"), ("|a foo foo", "/foo<enter>dn", "a |foo"),
        ])
    }

    @Test func `an editor command is one undo step`() {
        check([
            ("|a b c", "dwdwuu", "|a b c"), ("|a b c", "dwdwuu<ctrl-r>", "|b c"), ("|a", "ib c d<escape>u", "|a"),
            ("|a b c", "cwx y<escape>u", "|a b c"), ("|a b c", "dw..3u", "|a b c"), ("|a\nb\nc", ">jju", "|a\nb\nc"),
            ("|a", "ix<left>y<escape>u", "|xa"),
        ])
    }

    @Test func `unused keys go to the caller`() {
        let scripts: [(String, String, EditorReply)] = [
            ("a|b", ":", .unhandled), ("a|b", "<ctrl-c>", .unhandled), ("a|b", "<ctrl-l>", .unhandled),
            ("a|b", "<ctrl-z>", .unhandled), ("a|b", "<F5>", .unhandled), ("a|b", "<escape>", .unhandled),
            ("a|b", "<tab>", .unhandled), ("a|b", "k", .unhandled), ("a|b", "<down>", .unhandled),
            ("a|b", "ix<up>", .unhandled), ("a|b", "i<tab>", .unhandled), ("a|b", "i<ctrl-r>", .unhandled),
            ("a|b", "i<ctrl-c>", .unhandled), ("a|b", "d", .handled), ("a|b", "d<escape>", .handled),
            ("a|b", "dk", .bell), ("a|b", "dz", .handled), ("a|b", "dzz", .bell), ("a|b", "fz", .bell),
            ("a|b", "ma", .bell), ("a|b", "u", .bell), ("a|b", "v<escape>", .handled), ("a|b", "r<ctrl-c>", .bell),
            ("|ab", "h", .bell), ("a\n|b", "k", .handled),
        ]
        for (text, script, reply) in scripts {
            var editor = editor(text, style: .vi)
            #expect(editor.press(keys(script)) == reply, "\(text) <- \(script)")
        }
    }

    @Test func `the mode and the typed pattern are shown`() {
        var editor = editor("|abc", style: .vi)
        for (script, mode, prompt) in [
            ("", "NORMAL", nil), ("i", "INSERT", nil), ("<escape>R", "REPLACE", nil), ("<escape>v", "VISUAL", nil),
            ("V", "V-LINE", nil), ("<escape>/b", "NORMAL", "/b"), ("<enter>?", "NORMAL", "?"),
            ("<escape>", "NORMAL", nil),
        ] as [(String, String, String?)] {
            editor.press(keys(script))
            #expect(editor.modeName == mode)
            #expect(editor.searchPrompt == prompt)
        }
    }

    @Test func `huge counts do no harm`() {
        check([
            ("a|bc", "999999999999999999999x", "|a"), ("|a", "999999999999l", "|a"), ("|a\nb", "99999999999999dd", "|"),
            ("|ab", "99999999999r|", "|ab"), ("|a", "99999999>>u", "|a"),
            ("|a a", "/a<enter>9999999n", "a |a"), ("|(a)", "v99999999i(", "[|(]a)"),
        ])
        for (script, most) in [("v999999>", 300), ("999999iab<escape>", 40_010), ("999999ox<escape>", 40_010)] {
            var editor = editor("|x", style: .vi)
            editor.press(keys(script))
            #expect(editor.buffer.byteCount <= most)
            #expect(editor.undo() == true)
            #expect(editor.text == "x")
        }
        var editor = editor("|x", style: .vi)
        editor.press(keys("yl999999999p"))
        #expect(editor.buffer.byteCount <= (64 << 20) + 1)
    }
}
