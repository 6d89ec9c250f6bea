import SQLScript
import SQLText
import SQLWire
import Testing

@testable import Workspace

/// The positions of statements and commands in a text.
@Suite struct PassageTests {
    fileprivate func items(_ text: String, _ dialect: Dialect) -> [String] {
        TextPassages(of: Array(text.utf8), rules: LexRules(dialect: dialect)).all.map(words)
    }

    private func words(_ passage: Passage) -> String {
        switch passage.item {
        case .command(let command): return "\\\(command.name)" + String(decoding: command.arguments, as: UTF8.self)
        case .statement(let statement):
            let text = String(decoding: statement.text, as: UTF8.self)
            guard case .command(let command) = statement.ending else { return text }
            return "\(text)|\(command.name)\(String(decoding: command.arguments, as: UTF8.self))"
        }
    }

    @Test func `MySQL has psql's commands between its statements`() {
        #expect(items("select 1;\n\\d vessels\nselect 2;", .mysql) == ["select 1", "\\d vessels", "select 2"])
        #expect(items("\\dt\n\\d", .mysql) == ["\\dt", "\\d"])
        #expect(items("select 1\\gx", .mysql) == ["select 1|gx"])
        #expect(items("\\set a 5\n\\unknown", .mysql) == ["\\set a 5", "\\unknown"])
        #expect(items("select 1\n\\set a 5\n", .mysql) == ["\\set a 5", "select 1"])
        #expect(items("select 1\n\\d vessels\n+ 1;", .mysql) == ["\\d vessels", "select 1\n+ 1"])
        #expect(items("select 1 \\explain analyze", .mysql) == ["\\explain analyze", "select 1"])
        #expect(items("select 1 \\watch 2", .mysql) == ["select 1|watch 2"])
        #expect(items("select 1\\G", .mysql) == ["select 1|ego"])
    }

    @Test func `a command in the middle of a statement is not recognised`() {
        #expect(items("select '\n\\d vessels\n';", .mysql) == ["select '\n\\d vessels\n'"])
        #expect(items("select '\n\\d vessels\n';", .postgresql) == ["select '\n\\d vessels\n';"])
    }

    @Test func `the cursor finds the passage around it`() throws {
        let text = Array("select 1;\n\\d vessels\nselect 2;\n".utf8)
        for dialect in [Dialect.mysql, .postgresql] {
            let passages = TextPassages(of: text, rules: LexRules(dialect: dialect))
            #expect(passages.under(cursor: 3).map(words)?.hasPrefix("select 1") == true)
            #expect(passages.under(cursor: 14).map(words) == "\\d vessels")
            #expect(passages.under(cursor: 25).map(words)?.hasPrefix("select 2") == true)
            #expect(passages.under(cursor: text.count).map(words)?.hasPrefix("select 2") == true)
        }
    }
}

extension PassageTests {
    @Test(arguments: [
        ("\\dt", "\\dt"), ("  \\dt+ ves* ", "\\dt+ ves*"), ("\\d", "\\d"), ("\\d `My Table`", "\\d `My Table`"),
        ("\\d //", "\\d //"), ("\\d;", "\\d"), ("\\d$$", "\\d$$"), ("\\dt;", "\\dt"),
        ("\\copy t to f", "\\copy t to f"),
        ("\\uharbor", "\\uharbor"), (" \\Tee f", "\\Tee f"), ("\\u harbor", "\\use harbor"), ("\\. f", "\\source f"),
        ("\\e f; \\p", "\\e f|\\p"), ("\\s", "\\s"), ("\\q", "\\q"), ("\\", ""), ("\\N", "\\N"), ("\\g", ""),
        ("\\g;", ""), ("\\gx", "\\gx"), ("\\g f", "\\g f"), ("select 1 \\g out.txt", "select 1|g out.txt"),
        ("select 1 \\g select 2", "select 1|go/select 2"), ("select '\\gx' \\gx out", "select '\\gx'|gx out"),
        ("select 1\n\\gx  \n", "select 1|gx"), ("select 1 \\gxy", "\\gxy|select 1"),
        ("select '\n\\set a 5", "select '\n\\set a 5"),
        ("select 1 -- \\gx", "select 1"), ("select 1 # \\gx", "select 1"), ("select 1 /* \\gx */", "select 1"),
        ("select `\\gx`", "select `\\gx`"), ("delimiter //\nselect 1// \\dt//\nselect 2//", "select 1|\\dt|select 2"),
        ("/*M!999999\\- enable the sandbox mode */;", "\\sandbox|/*M!999999 enable the sandbox mode */"),
    ])
    func `words are commands on MySQL, and letters are mysql's`(text: String, expected: String) {
        // A vertical bar separates items, and a statement from the command that sends it.
        #expect(items(text, .mysql).joined(separator: text.contains("\\g select") ? "/" : "|") == expected)
    }
}
