import SQLText
import SQLWire
import TestSupport
import Testing

@Suite struct StatementEffectTests {
    private func description(_ effect: StatementEffect) -> String {
        let risks = effect.risks.map { " \($0.kind)" + ($0.target.isEmpty ? "" : "[\($0.target)]") }.joined()
        let transaction = effect.transaction == .none ? "" : " \(effect.transaction)"
        return "\(effect.kind)" + (effect.writes ? "+" : "") + transaction + risks
    }

    private func descriptions(_ text: String, _ rules: LexRules) -> String {
        StatementEffect.all(in: Array(text.utf8), rules: rules).map(description).joined(separator: " | ")
    }

    /// `@` marks an implicit commit of MySQL.
    @Test(arguments: RiskCases.both + RiskCases.postgresql)
    func `effects of statements on PostgreSQL`(text: String, expected: String) {
        #expect(descriptions(text, .postgresql) == expected.replacing("@", with: ""))
    }

    @Test(arguments: RiskCases.both + RiskCases.mysql)
    func `effects of statements on MySQL`(text: String, expected: String) {
        #expect(descriptions(text, .mysql) == expected.replacing("@", with: " ends"))
    }

    @Test(arguments: RiskCases.both + RiskCases.postgresql)
    func `space, comments and case change nothing`(text: String, expected: String) {
        let tokens = SQLLexer(rules: LexRules(dialect: .postgresql, isSentText: true)).lex(Array(text.utf8))
        let bytes = Array(text.utf8)
        var other: [UInt8] = Array("/* drop table x */ ".utf8)
        for token in tokens {
            if token.kind == .lineComment || token.kind == .blockComment {
                other += Array(" ".utf8)
                continue
            }
            let part = Array(bytes[token.range])
            let isWord = token.kind == .keyword
            other += isWord ? Array(String(decoding: part, as: UTF8.self).uppercased().utf8) : part
            // A string continues after a line end, but not after such a comment.
            if part == [UInt8(ascii: " ")] { other += Array("/* where id = 1 */\n".utf8) }
        }
        let rewritten = String(decoding: other, as: UTF8.self)
        #expect(descriptions(rewritten, .postgresql).lowercased() == descriptions(text, .postgresql).lowercased())
    }

    @Test(arguments: [
        ("delete from orders", "DELETE without WHERE on orders"),
        ("update a.b set c = 1 where true", "UPDATE with a WHERE that is always true on a.b"),
        ("drop table if exists a, b", "DROP TABLE a, b"), ("drop materialized view v", "DROP MATERIALIZED VIEW v"),
        ("truncate table a", "TRUNCATE a"), ("alter table a drop column b", "ALTER TABLE a DROP COLUMN b"),
        ("call p(1)", "CALL p runs code that this check cannot see"),
        (
            "set default_transaction_read_only = off",
            "default_transaction_read_only is changed, which may turn read-only off"
        ),
        ("copy a from stdin", "COPY FROM writes into a"),
        ("delete from \"a\u{1B}[31m\u{202E}b\"", "DELETE without WHERE on \"a␛[31m<U+202E>b\""),
    ])
    func `a risk is described in a sentence`(text: String, sentence: String) {
        #expect(
            StatementEffect.all(in: Array(text.utf8), rules: .postgresql).first?.risks.map(\.sentence) == [sentence])
    }

    @Test(arguments: [
        "create table a (b int)", "create index i on a (b)", "alter table a add c int", "drop table a",
        "rename table a to b",
        "truncate a", "grant select on a to b", "create user a", "lock tables a write", "unlock tables", "begin",
        "start transaction", "set autocommit = 1", "set @@session.autocommit = on", "set password = 'x'",
        "optimize table a", "analyze table a", "check table a", "repair table a", "flush tables", "cache index a in b",
        "load index into cache a", "install plugin a soname 'b'", "start replica", "stop slave", "reset master",
        "change master to master_host = 'x'", "alter table temporary add b int", "/*!50000 drop table a */",
        "set statement max_statement_time = 1 for drop table a", "select 1 /*! ; drop table a */",
    ])
    func `MySQL commits implicitly`(text: String) {
        let bytes = Array(text.utf8)
        #expect(StatementEffect.all(in: bytes, rules: .mysql).contains { $0.commitsImplicitly })
        #expect(!StatementEffect.all(in: bytes, rules: .postgresql).contains { $0.commitsImplicitly })
    }

    @Test(arguments: [
        "select 1", "delete from a where id = 1", "insert into a values (1)", "commit", "rollback", "savepoint a",
        "create temporary table a (b int)", "create or replace temporary table a (b int)", "drop temporary table a",
        "set autocommit = 0", "set names utf8mb4", "use a", "analyze delete from a", "begin not atomic select 1; end",
        "explain drop_it", "call p()", "show tables", "load data infile 'x' into table a", "drop prepare a",
        "checksum table a", "kill 5", "xa start 'a'", "prepare a from 'drop table b'",
    ])
    func `MySQL leaves the transaction open`(text: String) {
        #expect(!StatementEffect.all(in: Array(text.utf8), rules: .mysql).contains { $0.commitsImplicitly })
    }

    @Test func `a statement's range is its position in the text`() {
        let text = Array("-- a\nselect 1 ; /* b */ delete from t -- c\n;".utf8)
        let effects = StatementEffect.all(in: text, rules: .postgresql)
        #expect(effects.map { String(decoding: text[$0.range], as: UTF8.self) } == ["select 1", "delete from t"])
    }

    @Test(arguments: LexRules.all)
    func `every text has an effect`(rules: LexRules) {
        var random = SeededGenerator(seed: 21)
        let words = [
            "delete ", "from ", "update ", "set ", "where ", "(", ")", ",", ".", "a", "=", "1", ";", "with ", "as ",
            "or ",
            "and ", "not ", "alter ", "drop ", "explain ", "analyze ", "copy ", "create ", "begin ", "end ", "case ",
            "merge ", "then ", "'x'", "/*!", "*/", "@", "for ", "set_config(", "function ", "atomic ", "if ", "read ",
        ]
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in random.pick(words) }.joined()
            let bytes = Array(text.utf8)
            for effect in StatementEffect.all(in: bytes, rules: rules) {
                #expect(!effect.range.isEmpty && effect.range.upperBound <= bytes.count)
            }
        }
    }

    @Test func `judging a large text takes linear time`() {
        var text: [UInt8] = []
        for _ in 0..<3000 { text += Array("delete from a where (((b)))) and ((1); begin case end; ".utf8) }
        #expect(StatementEffect.all(in: text, rules: .mysql).count == 6000)
    }

    @Test(arguments: [
        ("(", "delete from a where ((1"), ("delete from a where a or (", ""), ("explain analyze ", "delete from a"),
        ("update a ", ""), ("create procedure p() begin ; ", ""), ("delete from a ", ""), ("a or (b and not ", ""),
        ("with x as (", "delete from a"), ("prepare a as ", "delete from a"), ("a.", ""),
        ("set statement a = 1 for ", "delete from a"), ("alter table drop ", ""), ("case ", ""), (")", ""),
    ])
    func `endless nesting is judged, too`(piece: String, rest: String) {
        let text = Array((String(repeating: piece, count: 2000) + rest).utf8)
        #expect(!StatementEffect.all(in: text, rules: .postgresql).isEmpty)
        #expect(!StatementEffect.all(in: text, rules: .mysql).isEmpty)
    }
}
