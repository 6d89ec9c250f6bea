import Failures
import SQLScript
import SQLWire
import TestSupport
import Testing

@Suite struct VariableTests {
    private func references(_ script: String) -> [String] {
        PostgreSQLScanner.items(of: Array(script.utf8)).flatMap { item -> [String] in
            guard case .statement(let statement) = item else { return [] }
            return statement.references.map {
                "\($0.form) " + String(decoding: statement.text[$0.range], as: UTF8.self)
            }
        }
    }

    @Test func `references count only outside of quotes and comments`() {
        #expect(
            references("select :a, :'b', :\"c\", :{?d};") == [
                "plain :a", "literal :'b'", "identifier :\"c\"", "test :{?d}",
            ])
        #expect(references("select ':a' || $$:b$$ /* :c */ -- :d\n, \":e\", e'\\':f';") == [])
        #expect(references("select 1::int, a[1:2], x := 3, :'un closed', :{?}, :{?x y}, : a, :;") == ["plain :2"])
        #expect(references("select \\:a, :b") == ["plain :b"])
        #expect(references("-- :a\n:b\n:c") == ["plain :b", "plain :c"])
    }

    @Test func `a script may arrive in any chunks`() {
        var random = SeededGenerator(seed: 7)
        let words = [
            ":a", ":'b'", ":\"c\"", ":{?d}", ":", "::", ":=", "'", "\"", "{", "}", "?", "a", "1", " ", "\n", ";", "$$",
            "--", "/*", "*/", "\\;", "\\:", "\\r", ":'", ":\"", ":{", "ü", ":ü1_",
        ]
        for _ in 0..<3_000 {
            let script = (0..<Int.random(in: 1...12, using: &random)).map { _ in random.pick(words) }.joined()
            let whole = PostgreSQLScanner.items(of: Array(script.utf8))
            #expect(PostgreSQLScanner.items(of: script, chunked: &random) == whole, "\(script)")
            for case .statement(let statement) in whole {
                for reference in statement.references { #expect(statement.text[reference.range].first == 0x3A) }
            }
        }
    }

    @Test func `a position in a value is the position of its reference`() throws {
        var variables = ScriptVariables()
        try variables.set("long", to: Array("0123456789".utf8))
        try variables.set("none", to: [])
        let text = Array("a :long b :none c :unset d".utf8)
        guard case .statement(let statement)? = PostgreSQLScanner.items(of: text).first else {
            Issue.record("no statement")
            return
        }
        let expanded = variables.expanded(statement.text, statement.references)
        #expect(String(decoding: expanded.text, as: UTF8.self) == "a 0123456789 b  c :unset d")
        #expect(expanded.unknown == ["unset"])
        #expect([0, 1, 2, 11, 12, 13, 15, 16].map(expanded.originalOffset) == [0, 1, 2, 2, 7, 8, 15, 16])
    }

    @Test func `a line of colons is read in linear time`() throws {
        var variables = ScriptVariables()
        try variables.set("a", to: Array("x".utf8))
        let words = try #require(
            CommandWords(Array(String(repeating: ":", count: 1_000_000).utf8), .postgresql, variables: variables))
        #expect(words.texts.first?.utf8.count == 1_000_000)
    }

    @Test func `unsupported control variables of psql are refused`() throws {
        var variables = ScriptVariables()
        #expect(throws: Failure.self) { try variables.set("AUTOCOMMIT", to: Array("off".utf8)) }
        #expect(throws: Failure.self) { try variables.set("ON_ERROR_ROLLBACK", to: Array("interactive".utf8)) }
        try variables.set("AUTOCOMMIT", to: Array("on".utf8))
        try variables.set("VERBOSITY", to: Array("verbose".utf8))
        #expect(throws: Failure.self) { try variables.set("a b", to: []) }
        #expect(throws: Failure.self) { try variables.set("", to: []) }
    }
}
