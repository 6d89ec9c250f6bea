import SQLText
import SQLWire
import ScreenKit
import TestSupport
import Testing

@testable import Workspace

/// The cached facts after a change equal freshly computed ones.
@Suite struct TextFactsTests {
    private static let pieces = [
        "select 1;\n", "select 'a;b'\n  from t;\n", "'", "\"", "/* c */", "/*", "*/", "\n", "\n\n", "-- c\n", ";", "(",
        ")",
        "$x$\n", "delimiter //\n", "//\n", "delimiter ;\n", "begin\n", "update t set a = 1\nwhere b = 2;\n", "é", "`",
    ]

    @Test(arguments: [Dialect.postgresql, .mysql])
    func `after any change the facts equal freshly computed ones`(dialect: Dialect) {
        var random = SeededGenerator(seed: 6)
        let rules = LexRules(dialect: dialect)
        var facts = TextFacts()
        var text: [UInt8] = []
        for revision in 0..<2_000 {
            let start = Int.random(in: 0...text.count, using: &random)
            let end = min(text.count, start + ([0, 0, 0, 1, 9, 60].randomElement(using: &random) ?? 0))
            let piece = revision % 3 == 0 && text.count > 900 ? "" : Self.pieces.randomElement(using: &random) ?? ""
            text.replaceSubrange(start..<end, with: piece.utf8)
            facts.follow(text, revision: revision, rules: rules)
            var fresh = TextFacts()
            fresh.follow(text, revision: 0, rules: rules)
            #expect(facts.lineStarts == fresh.lineStarts)
            for line in facts.lineStarts.indices {
                #expect(facts.highlights(of: line) == fresh.highlights(of: line), "line \(line) of \(revision)")
            }
            let cursor = Int.random(in: 0...text.count, using: &random)
            #expect(facts.statement(at: cursor) == fresh.statement(at: cursor))
        }
    }

    /// A text of many statements, some of several lines, with comments and empty lines between them.
    private func longText(_ dialect: Dialect) -> [UInt8] {
        var random = SeededGenerator(seed: 7)
        let parts = [
            "select * from vessels;", "select 'one;\ntwo'\n  from t;", "-- said\n", "", "",
            "/* a; */ select 2 ; select 3;",
            dialect == .mysql
                ? "delimiter //\ncreate procedure p() begin select 1; end//\ndelimiter ;" : "select $$ a; $$;",
            "update t\nset a = 1\nwhere b = 2;",
        ]
        return Array((0..<9_000).map { _ in parts.randomElement(using: &random) ?? "" }.joined(separator: "\n").utf8)
    }

    @Test(arguments: [Dialect.postgresql, .mysql])
    func `the statement of a long text is found near the cursor`(dialect: Dialect) {
        var random = SeededGenerator(seed: 8)
        let text = longText(dialect)
        #expect(text.count > 100_000)
        let rules = LexRules(dialect: dialect)
        let all = TextPassages(of: text, rules: rules)
        var facts = TextFacts()
        facts.follow(text, revision: 0, rules: rules)
        for _ in 0..<500 {
            let cursor = Int.random(in: 0...text.count, using: &random)
            let found = facts.statement(at: cursor)
            #expect(found?.range == all.under(cursor: cursor)?.range, "at \(cursor)")
            facts.settle(at: cursor)
            #expect(facts.statement(at: cursor)?.range == found?.range)
        }
    }

    @Test func `a key in a long text parses only a few lines again`() {
        var text = longText(.postgresql)
        let rules = LexRules(dialect: .postgresql)
        var facts = TextFacts()
        facts.follow(text, revision: 0, rules: rules)
        #expect(facts.linesLexed == facts.lineStarts.count - 1)
        for (revision, place) in [0, 50_000, text.count].enumerated() {
            text.insert(UInt8(ascii: " "), at: place)
            facts.follow(text, revision: revision + 1, rules: rules)
            #expect(facts.linesLexed <= 6)
        }
    }
}
