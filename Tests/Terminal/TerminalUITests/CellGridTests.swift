import TerminalUI
import Testing

/// Cells, widths and cuts.
@Suite struct CellGridTests {
    @Test func `text is at its position and is cut at the edge`() {
        var grid = CellGrid(Size(columns: 8, rows: 2))
        #expect(grid.put("hello", column: 1, row: 0) == 5)
        #expect(grid.put("world", column: 5, row: 1) == 3)
        #expect(grid.text == " hello\n     wor")
        #expect(grid.put("x", column: 0, row: 5) == 0)
        #expect(grid.put("abc", column: 8, row: 0) == 0)
        grid.put("abcdef", column: 0, row: 0, columns: 3)
        #expect(grid.rowText(0) == "abcllo")
    }

    @Test func `wide letters take two cells and are never split`() {
        var grid = CellGrid(Size(columns: 5, rows: 1))
        #expect(grid.put("海の星", column: 0, row: 0) == 4)
        #expect(grid.text == "海の")
        grid.put("x", column: 1, row: 0)
        #expect(grid.text == " xの")
        grid.put("y", column: 2, row: 0)
        #expect(grid.text == " xy")
        grid.put("海", column: 0, row: 0)
        grid.clear(Rect(column: 1, row: 0, columns: 1, rows: 1))
        #expect(grid.text == "  y")
    }

    @Test func `marks combine with their letters, at most four`() {
        var grid = CellGrid(Size(columns: 12, rows: 1))
        grid.put("e\u{301}\u{302}\u{303}\u{304}\u{305}x", column: 0, row: 0)
        #expect(grid[0, 0].text == "e\u{301}\u{302}\u{303}\u{304}")
        #expect(grid.text.hasSuffix("<+1 marks>x"))
        grid.put("\u{301}", column: 0, row: 0)
        #expect(grid[0, 0].text.unicodeScalars.first == "e")
    }

    @Test func `no text can move the cursor, reorder or hide`() {
        var grid = CellGrid(Size(columns: 40, rows: 1))
        grid.put("a\u{1B}[2Jb\u{202E}c\nd\u{7}", column: 0, row: 0)
        #expect(grid.text == "a␛[2Jb<U+202E>c␊d␇")
    }

    @Test func `styles are combined`() {
        let lower = Style(.index(1), on: .index(2), .bold)
        #expect(Style(.terminal, on: .terminal, .dim).over(lower) == Style(.index(1), on: .index(2), [.bold, .dim]))
        #expect(Style(.index(7)).over(lower) == Style(.index(7), on: .index(2), .bold))
    }

    @Test func `a bar shows any nonzero rest`() {
        #expect(Glyphs.full.bar(900, of: 900, columns: 4) == "████")
        #expect(Glyphs.full.bar(1, of: 900, columns: 4) == "▏")
        #expect(Glyphs.full.bar(0, of: 900, columns: 4) == "")
        #expect(Glyphs.full.bar(450, of: 900, columns: 3) == "█▌")
        #expect(Glyphs.ascii.bar(450, of: 900, columns: 3) == "=-")
        #expect(Glyphs.full.bar(5_000, of: 900, columns: 4) == "████")
    }

    @Test func `texts are cut and wrapped by columns`() {
        #expect(TextCut.end("hello world", columns: 8) == "hello w…")
        #expect(TextCut.middle("orders-production-eu", columns: 11) == "order…on-eu")
        #expect(TextCut.end("海の星です", columns: 5) == "海の…")
        #expect(TextCut.end("hello", columns: 0) == "")
        #expect(TextCut.wrap("one two three", columns: 7) == ["one two", "three"])
        #expect(TextCut.wrap("abcdefghij", columns: 4) == ["abcd", "efgh", "ij"])
        #expect(TextCut.wrap("海の星", columns: 1) == [])
    }
}
