import Testing

/// Blanks and brackets as in the Emacs manual.
@Suite struct EmacsBlankTests {
    private func check(_ scripts: [Script]) {
        for (before, script, after) in scripts {
            let result = press(script, in: before)
            #expect(result == after, "\(before) <- \(script): \(result), not \(after)")
        }
    }

    @Test func `blanks around the cursor become one`() {
        check([
            ("a  |  b", "<alt- >", "a |b"), ("a|b", "<alt- >", "a |b"), ("|  a", "<alt- >", " |a"),
            ("a  |  b", "<alt-\\>", "a|b"),
        ])
    }

    @Test func `a line is joined to the one above`() {
        check([
            ("a\n  b|", "<alt-^>", "a| b"), ("f(\n  |b", "<alt-^>", "f(|b"), ("f(a\n)|", "<alt-^>", "f(a|)"),
            ("a  \n|b", "<alt-^>", "a| b"), ("\n|b", "<alt-^>", "|b"), ("|a", "<alt-^>", "|a"),
        ])
    }

    @Test func `brackets and words are skipped`() {
        check([
            ("|f(a, b) + c", "<ctrl-alt-f>", "f|(a, b) + c"), ("f|(a, (b)) + c", "<ctrl-alt-f>", "f(a, (b))| + c"),
            ("f(a, (b))|", "<ctrl-alt-b>", "f|(a, (b))"), ("f(a|)", "<ctrl-alt-f>", "f(a|)"),
            ("f(|a)", "<ctrl-alt-b>", "f(|a)"), ("|\n\n(a)", "<ctrl-alt-f>", "\n\n(a)|"),
            ("one two|", "<ctrl-alt-b>", "one |two"), ("|", "<ctrl-alt-f>", "|"),
        ])
    }
}
