import SQLScript
import Testing

@Suite struct MySQLScannerTests {
    @Test func `the delimiter ends a statement and is not sent`() {
        #expect(mysql("select 1; select 2;\nselect 3") == ["select 1", "select 2", "select 3"])
        #expect(mysql(";;\n ;") == [])
    }

    @Test(arguments: ["';'", "\";\"", "`;`", "'a\\';'", "'a'';'", "/*! ; */", "/*+ ; */"])
    func `a delimiter inside quotes does not end a statement`(quoted: String) {
        let count = quoted == "/*! ; */" ? 3 : 2
        #expect(mysql("select \(quoted);select 2;").count == count)
    }

    @Test func `comments are removed, except those for the server`() {
        #expect(
            mysql("select/* ; */1 -- a;\n# b;\n, /*!50000 2 */, /*+ 3 */ 4;") == [
                "select 1 \n\n, /*!50000 2 */, /*+ 3 */ 4"
            ])
        #expect(mysql("select 1--2;") == ["select 1--2"])
    }

    @Test func `the delimiter can be changed`() {
        let script = "DELIMITER //\ncreate procedure p() begin select 1; end//\ndelimiter ;\nselect 2;"
        #expect(mysql(script) == ["create procedure p() begin select 1; end", "select 2"])
        #expect(mysql("delimiter\nselect 1;") == ["\\delimiter", "select 1"])
    }

    @Test func `backslash commands run, clear and change statements`() {
        #expect(
            mysql("select 1\\g select 2\\G select 3\\c select \\N;") == ["select 1\\go", "select 2\\ego", "select \\N"])
    }

    @Test func `a client word is a command only at the start of a line without an open statement`() {
        #expect(mysql("use a\nsource b.sql\nselect 1\nstatus\n;") == ["\\use a", "\\source b.sql", "select 1\nstatus"])
        #expect(mysql("use `a`; quit;") == ["\\use `a`", "\\quit"])
    }

    @Test func `the session's modes control backslashes`() {
        var scanner = MySQLScanner()
        scanner.noBackslashEscapes = true
        scanner.feed(Array("select 'a\\';select 2;".utf8))
        scanner.finish()
        #expect(
            scanner.next()
                == .statement(.init(text: Array("select 'a\\'".utf8), line: 1, endLine: 1, ending: .terminator)))
    }

    @Test func `bytes of a binary string are unchanged`() {
        let bytes: [UInt8] =
            Array("select _binary '".utf8) + (0...255).filter { ![10, 13, 39, 92].contains($0) } + Array("'".utf8)
        let items = MySQLScanner.items(of: bytes + Array(";".utf8))
        #expect(items == [.statement(.init(text: bytes, line: 1, endLine: 1, ending: .terminator))])
    }

    @Test func `a first argument loses its quotes`() {
        #expect(MySQLArgument.first(of: Array(" `a``b` c".utf8), afterBackslash: false) == Array("a`b".utf8))
        #expect(MySQLArgument.first(of: Array(" 'a".utf8), afterBackslash: false) == nil)
    }
}
