import SQLScript
import TestSupport
import Testing

@Suite struct PostgreSQLScannerTests {
    @Test func `a semicolon ends a statement and is sent with it`() {
        #expect(postgres("select 1; select 2;") == ["select 1;", "select 2;"])
    }

    @Test func `the script's end ends a statement`() {
        #expect(postgres("select 1\n") == ["select 1"])
        #expect(postgres("\n-- nothing\n") == [])
    }

    @Test func `a semicolon inside parentheses does not end a statement`() {
        #expect(postgres("create rule r as on insert to t do (select 1; select 2);select 3;").count == 2)
    }

    @Test(arguments: [
        "'a;b'", "'a'';'", "E'a\\';'", "U&'a;'", "N';'", "\"a;\"\";\"", "$$;$$", "$a$;$$;$b$;$a$", "/* /* ; */ ; */",
        "--;\n1",
    ])
    func `a semicolon inside quotes or a comment does not end a statement`(quoted: String) {
        #expect(postgres("select \(quoted);select 2;") == ["select \(quoted);", "select 2;"])
    }

    @Test func `a dollar sign in a word opens no quote`() {
        #expect(postgres("select a$b$;select $1$$;$$;") == ["select a$b$;", "select $1$$;$$;"])
    }

    @Test func `a backslash escapes a quote only if the session says so`() {
        #expect(postgres("select 'a\\';select 2;").count == 2)
        var scanner = PostgreSQLScanner()
        scanner.standardConformingStrings = false
        scanner.feed(Array("select 'a\\';select 2;'".utf8))
        scanner.finish()
        #expect(
            scanner.next()
                == .statement(
                    .init(text: Array("select 'a\\';select 2;'".utf8), line: 1, endLine: 1, ending: .endOfInput)))
    }

    @Test func `an atomic body is one statement`() {
        let routine = "create or replace function f() returns int begin atomic select case when a then 1 end; end;"
        #expect(postgres(routine + "select 1;") == [routine, "select 1;"])
        #expect(postgres("begin; select 1; end;").count == 3)
    }

    @Test func `an escaped semicolon is sent and does not end the statement`() {
        #expect(postgres("select 1\\; select 2;") == ["select 1; select 2;"])
    }

    @Test func `empty lines and leading comments are not sent, comments inside are`() {
        #expect(postgres("-- a\n  select\n\n1 -- b\n;\n") == ["select\n1 -- b\n;"])
    }

    @Test func `commands that run a statement end it`() {
        #expect(postgres("select 1 \\gx a b\nselect 2 \\g\n\\g\n") == ["select 1 \\gx a b", "select 2 \\g", "\\g"])
    }

    @Test func `other commands leave the statement open`() {
        #expect(postgres("select 1\n\\echo a 'b \\\\' \\\\ + 1;") == ["\\echo a 'b \\\\' ", "select 1 + 1;"])
        #expect(postgres("select 1\n\\echo a \\\\ + 1;") == ["\\echo a ", "select 1 + 1;"])
        #expect(postgres("select (1 \\r\nselect 2;") == ["\\r", "select 2;"])
    }

    @Test func `line numbers are those of the first and the last byte`() {
        let items = PostgreSQLScanner.items(of: Array("\n-- a\nselect\n\n1;\n\\echo\nselect '\n'\n".utf8))
        let lines = items.map { item in
            switch item {
            case .statement(let statement): [statement.line, statement.endLine]
            case .command(let command): [command.line]
            }
        }
        #expect(lines == [[3, 5], [6], [7, 8]])
    }

    @Test func `an item's range does not depend on the chunks`() {
        let script = Array("select 1;\n\\echo a\nselect\n2 \\g\n\\r\n -- c\nselect 3\n".utf8)
        for size in 1...script.count {
            var scanner = PostgreSQLScanner()
            var ranges: [Range<Int>] = []
            for start in stride(from: 0, to: script.count, by: size) {
                scanner.feed(Array(script[start..<min(start + size, script.count)]))
                while scanner.next() != nil { ranges.append(scanner.itemRange) }
            }
            scanner.finish()
            while scanner.next() != nil { ranges.append(scanner.itemRange) }
            #expect(ranges == [0..<9, 10..<17, 18..<29, 30..<32, 39..<48])
        }
    }

    @Test func `data lines follow the statement's line, whose rest is scanned later`() {
        var scanner = PostgreSQLScanner()
        scanner.feed(Array("copy t from stdin; select 1;\n1\n\\.\r\nselect 2;\ncopy u from stdin;\n3".utf8))
        func data() -> String? { scanner.nextDataLine().map { String(decoding: $0, as: UTF8.self) } }
        #expect(scanner.next() != nil)
        #expect([data(), data()] == ["1\n", "\\.\r\n"])
        #expect(
            texts([scanner.next(), scanner.next(), scanner.next()].compactMap(\.self)) == [
                "select 1;", "select 2;", "copy u from stdin;",
            ])
        #expect(data() == nil)
        scanner.finish()
        #expect([data(), data()] == ["3", nil])
        #expect(scanner.next() == nil)
    }

    @Test(arguments: [
        ("select 1;\nselect 'a", OpenConstruct.Kind.string, 2), ("select \"a", .identifier, 1),
        ("\nselect $a$ $$", .dollarQuote(tag: Array("$a$".utf8)), 2), ("/* /* */", .comment, 1),
        ("select\n(\n(1)", .parenthesis, 2),
        ("create function f()\nbegin atomic select 1;", .routineBody, 2),
    ])
    func `the open construct at the end is reported`(script: String, kind: OpenConstruct.Kind, line: Int) {
        var scanner = PostgreSQLScanner()
        scanner.feed(Array(script.utf8))
        scanner.finish()
        while scanner.next() != nil {}
        #expect(scanner.openConstruct == OpenConstruct(kind: kind, line: line))
    }

    @Test func `after a stop the open statement still becomes an item`() {
        var random = SeededGenerator(seed: 1)
        #expect(
            texts(PostgreSQLScanner.items(of: "select 1\n\\q\nselect 2;", chunked: &random, stopping: ["q"])) == [
                "\\q", "select 1",
            ])
    }
}
