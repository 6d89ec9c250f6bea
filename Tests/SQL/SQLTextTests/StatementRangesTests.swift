import SQLScript
import SQLText
import SQLWire
import TestSupport
import Testing

@Suite struct StatementRangesTests {
    private func ranges(_ text: String, _ rules: LexRules) -> [String] {
        let bytes = Array(text.utf8)
        return StatementRanges(of: bytes, rules: rules).all.map { String(decoding: bytes[$0.range], as: UTF8.self) }
    }

    @Test(
        arguments: [
            ("select 1; select\n2 ;\n\nselect 3\n", ["select 1;", "select\n2 ;", "select 3"]),
            ("-- a\n\\dt x\nselect 1 \\g\n", ["\\dt x", "select 1 \\g"]),
            ("select 1\n\\echo a\n+ 1;", ["\\echo a", "select 1\n\\echo a\n+ 1;"]),
            ("select 1\\; select 2;", ["select 1\\; select 2;"]), ("", []), (" \n-- a\n", []),
            (
                "create function f() begin atomic select 1; end; x;",
                ["create function f() begin atomic select 1; end;", "x;"]
            ),
            ("select 'a;", ["select 'a;"]), ("\u{FEFF}select 1;", ["select 1;"]),
        ] as [(String, [String])])
    func `statements of PostgreSQL`(text: String, expected: [String]) {
        #expect(ranges(text, .postgresql) == expected)
    }

    @Test(
        arguments: [
            ("select 1; -- a\nselect # b\n2 ;\nselect 3\n", ["select 1;", "select # b\n2 ;", "select 3"]),
            (
                "delimiter //\nbegin; end //\ndelimiter ;\nuse x\nselect 1\\G\n",
                ["begin; end //", "use x", "select 1\\G"]
            ),
            ("use a; select 1;", ["use a;", "select 1;"]), ("/* a */ select 1", ["select 1"]), (";;", []),
        ] as [(String, [String])])
    func `statements of MySQL`(text: String, expected: [String]) {
        #expect(ranges(text, .mysql) == expected)
    }

    @Test func `the lines that COPY reads belong to it`() {
        let text = "copy t from stdin;\n1;\t2\n\\.\nselect 1;\ncopy u from stdin;\nselect 2;"
        let bytes = Array(text.utf8)
        let ranges = StatementRanges(of: bytes, rules: .postgresql)
        #expect(
            ranges.all.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [
                "copy t from stdin;", "select 1;", "copy u from stdin;",
            ])
        #expect(ranges.all[0].data.map { String(decoding: bytes[$0], as: UTF8.self) } == "1;\t2\n\\.\n")
        #expect(ranges.all.map(\.awaitsData) == [false, false, true])
        // Rows without an end yet are not statements.
        #expect(ranges.all[2].data.map { String(decoding: bytes[$0], as: UTF8.self) } == "select 2;")
        #expect(ranges.under(cursor: 22) == ranges.all[0])
    }

    /// `|` is the cursor.
    @Test(
        arguments: [
            ("|select 1; select 2;", "select 1;"), ("select| 1; select 2;", "select 1;"),
            ("select 1;| select 2;", "select 1;"), ("select 1; |select 2;", "select 2;"),
            ("select 1;|select 2;", "select 2;"), ("select 1; select 2;|", "select 2;"),
            ("select 1;  |  \nselect 2;", "select 1;"), ("select 1;\n|\nselect 2;", "select 1;"),
            ("select 1;\n\n|-- two\nselect 2;", "select 2;"), ("select 1;\n-- one|\n\nselect 2;", "select 1;"),
            ("|\n\nselect 1;", "select 1;"), ("select 1;\n\n\n|", "select 1;"),
            ("select 1 -- |x\n+ 1;", "select 1 -- x\n+ 1;"),
            ("select 1\n\\ec|ho a\n+ 1;", "\\echo a"), ("select 1\n\\echo a|\n+ 1;", "\\echo a"),
            ("sel|ect 1\n\\echo a\n+ 1;", "select 1\n\\echo a\n+ 1;"),
            ("select 1\n\\echo a\n|+ 1;", "select 1\n\\echo a\n+ 1;"),
            ("|", nil), ("  |\n", nil), ("-- |a", nil),
        ] as [(String, String?)])
    func `the statement under the cursor`(marked: String, expected: String?) {
        let before = marked.prefix { $0 != "|" }
        let bytes = Array((before + marked.dropFirst(before.count + 1)).utf8)
        let found = StatementRanges(of: bytes, rules: .postgresql).under(cursor: before.utf8.count)
        #expect(found.map { String(decoding: bytes[$0.range], as: UTF8.self) } == expected)
    }

    @Test func `a cursor outside of the text does no harm`() {
        let ranges = StatementRanges(of: Array("select 1;".utf8), rules: .mysql)
        #expect(ranges.under(cursor: -5) == ranges.all[0])
        #expect(ranges.under(cursor: 500) == ranges.all[0])
    }

    @Test(arguments: [Dialect.postgresql, .mysql])
    func `ranges equal the scanner's statements`(dialect: Dialect) {
        var random = SeededGenerator(seed: 9)
        let rules = LexRules(dialect: dialect)
        for _ in 0..<2000 {
            let text = Array(Fragments.script(dialect, &random).utf8)
            let ranges = StatementRanges(of: text, rules: rules)
            let items = dialect == .postgresql ? PostgreSQLScanner.items(of: text) : MySQLScanner.items(of: text)
            #expect(ranges.all.map(\.item) == items)
            #expect(ranges.all.map(\.range.upperBound) == ranges.all.map(\.range.upperBound).sorted())
            for range in ranges.all {
                guard case .statement(let statement) = range.item else { continue }
                // mysql's client replaces a comment by a space.
                let first = statement.text.first { dialect == .postgresql || $0 != UInt8(ascii: " ") }
                #expect(first == nil || text[range.range].first == first)
            }
            for cursor in 0...text.count {
                #expect((ranges.under(cursor: cursor) == nil) == ranges.all.isEmpty)
            }
        }
    }
}
