import SQLText
import SQLWire
import TestSupport
import Testing

@Suite struct HighlightTests {
    private func spans(_ line: String, _ rules: LexRules) -> [String] {
        let bytes = Array(line.utf8)
        return Highlight.spans(of: bytes, LexState(), by: SQLLexer(rules: rules)).0.map {
            "\($0.highlight):" + String(decoding: bytes[$0.range], as: UTF8.self) + ($0.isOpen ? "…" : "")
        }
    }

    @Test(
        arguments: [
            (
                "select count(*), \"a\"",
                [
                    "keyword:select", "function:count", "punctuation:(", "operator:*", "punctuation:)", "punctuation:,",
                    "quotedIdentifier:\"a\"",
                ]
            ),
            (
                "t.order varchar(10)",
                [
                    "identifier:t", "punctuation:.", "identifier:order", "type:varchar", "punctuation:(", "number:10",
                    "punctuation:)",
                ]
            ),
            ("name date $1 --x", ["identifier:name", "type:date", "parameter:$1", "comment:--x"]),
            ("my_fn(1)", ["function:my_fn", "punctuation:(", "number:1", "punctuation:)"]),
            ("in (1)", ["keyword:in", "punctuation:(", "number:1", "punctuation:)"]),
            ("values (1)", ["keyword:values", "punctuation:(", "number:1", "punctuation:)"]),
            ("\\dt x", ["command:\\dt", "plain:x"]), ("'a", ["string:'a…"]), ("\u{7F}", ["broken:\u{7F}"]),
        ] as [(String, [String])])
    func `words have the class of their meaning`(line: String, expected: [String]) {
        #expect(spans(line, .postgresql) == expected)
    }

    @Test func `a line's classes depend on its initial state`() {
        let lexer = SQLLexer(rules: .postgresql)
        let (_, inside) = Highlight.spans(of: Array("select 'a\n".utf8), LexState(), by: lexer)
        let (spans, after) = Highlight.spans(of: Array("b' from\n".utf8), inside, by: lexer)
        #expect(inside.isInside && !after.isInside)
        #expect(spans.map(\.highlight) == [.string, .keyword])
        #expect(spans.map(\.range) == [0..<2, 3..<7])
    }

    @Test func `a change has no effect beyond the first equal state`() {
        let lexer = SQLLexer(rules: .postgresql)
        func states(_ first: String) -> [LexState] {
            var state = LexState()
            return ["\(first)\n", "from a\n", "where b;\n", "select 2;\n"].map { line in
                (_, state) = lexer.lexLine(Array(line.utf8), state)
                return state
            }
        }
        #expect(states("select 1") == states("select 1, 2, 3, 'x' /* y */"))
        #expect(states("select 1") != states("select '1"))
    }

    @Test(arguments: LexRules.all)
    func `spans are adjacent and within their line`(rules: LexRules) {
        var random = SeededGenerator(seed: 5)
        let lexer = SQLLexer(rules: rules)
        for _ in 0..<200 {
            var state = LexState()
            for line in lines(of: Array(Fragments.script(rules.dialect, &random).utf8)) {
                let (spans, next) = Highlight.spans(of: line, state, by: lexer)
                let ends = spans.flatMap { [$0.range.lowerBound, $0.range.upperBound] }
                #expect(ends == ends.sorted() && (ends.last ?? 0) <= line.count)
                state = next
            }
        }
    }
}
