import Catalog
import Failures
import SQLWire
import Testing

/// The statements that change one row, for hostile names and values.
@Suite struct RowStatementTests {
    /// A table whose key is the integer `id`, and a column `v` of a type.
    private func table(_ dialect: Dialect, _ code: String, type: String = "T", name: String = "t") -> TableFacts {
        let key: [[String?]] = dialect == .mysql ? [["key", "id", "id", nil, nil, nil, "01", nil]] : []
        let kind = dialect == .mysql ? "BASE TABLE" : "r"
        let id = dialect == .mysql ? "/int/" : "//23/b/0"
        let rows: [[String?]] = [
            ["table", "s", name, kind, "YES", nil, nil, nil],
            ["column", "2", "v", type, "t", "f", "f", code],
            ["column", "1", "id", "int", "f", "t", dialect == .mysql ? "f" : "t", id],
        ]
        return TableFacts(rows: rows + key, dialect: dialect)
    }

    private func update(
        _ table: TableFacts, _ old: RowStatement.OldValue, to new: RowStatement.NewValue, escapes: Bool = true
    ) throws -> String {
        let statement = RowStatement(table, hasBackslashEscapes: escapes)
        let text = try statement.update(1, to: new, row: [0: .bytes(Array("7".utf8)), 1: old])
        return String(decoding: text.sql, as: UTF8.self)
    }

    private static let hostile = [
        "", " ", "'", "''", "\\", "\\'", "'; drop table t; --", "\"; --", "`", "$$x$$", "a\nb\tc", "\r\n", "%_",
        ":name",
        "NULL", "DEFAULT", "e\u{301}", "'\u{301}", "\\\u{301}", "👩‍👧", "\u{202E}", "\u{0}", "*/", "/*! */", "--", "E'x'",
    ]

    @Test(arguments: hostile)
    func `a PostgreSQL literal is read back as its value`(value: String) throws {
        let sql = try update(table(.postgresql, "//25/b/100"), .bytes(Array(value.utf8)), to: .text(value))
        let literal = try #require(
            sql.wholeMatch(
                before: "UPDATE \"s\".\"t\" SET \"v\" = ", middle: " WHERE \"id\" = 7 AND \"v\" IS NOT DISTINCT FROM "))
        #expect(literal.first == literal.second)
        #expect(Self.unquoted(literal.first, escapes: literal.first.hasPrefix("E")) == value)
    }

    @Test(arguments: hostile, [true, false])
    func `a MySQL literal is read back as its value with and without backslash escapes`(
        value: String, escapes: Bool
    ) throws {
        let table = table(.mysql, "/varchar/utf8mb4")
        let sql = try update(table, .bytes(Array(value.utf8)), to: .text(value), escapes: escapes)
        let literal = try #require(
            sql.wholeMatch(before: "UPDATE `s`.`t` SET `v` = ", middle: " WHERE `id` = 7 AND `v` <=> CAST("))
        #expect(literal.second == literal.first + " AS BINARY)")
        if value.utf8.contains(0) {
            #expect(literal.first == "_utf8mb4 X'00'")
        } else {
            #expect(Self.unquoted(literal.first, escapes: escapes) == value)
        }
    }

    /// The value of a string literal, scalar by scalar as a server reads it; nil when it ends early.
    private static func unquoted(_ literal: String, escapes: Bool) -> String? {
        var scalars = Array(literal.unicodeScalars)
        if scalars.first == "E" { scalars.removeFirst() }
        guard scalars.first == "'", scalars.last == "'", scalars.count >= 2 else { return nil }
        scalars = scalars.dropFirst().dropLast()
        var value = String.UnicodeScalarView()
        var index = 0
        while index < scalars.count {
            let isPair = scalars[index] == "'" || escapes && scalars[index] == "\\"
            if isPair {
                guard index + 1 < scalars.count, scalars[index + 1] == scalars[index] else { return nil }
                index += 1
            }
            value.append(scalars[index])
            index += 1
        }
        return String(value)
    }

    @Test(arguments: ["a\"b", "\"", "a`b", "`\u{301}", "\"\u{301}x", "select", "a.b", "a b", "漢"])
    func `names are quoted scalar by scalar`(name: String) throws {
        for (dialect, quote) in [(Dialect.postgresql, "\""), (.mysql, "`")] {
            let code = dialect == .mysql ? "/int/" : "//23/b/0"
            let path = table(dialect, code, name: name).path
            let doubled = String(
                String.UnicodeScalarView(
                    name.unicodeScalars.flatMap { String($0) == quote ? [$0, $0] : [$0] }))
            #expect(path == "\(quote)s\(quote).\(quote)\(doubled)\(quote)")
        }
    }

    @Test func `NULL, the empty text and the default are different statements`() throws {
        for (dialect, code, name) in [(Dialect.postgresql, "//25/b/100", "\"v\""), (.mysql, "/text/utf8mb4", "`v`")] {
            let table = table(dialect, code)
            #expect(try update(table, .bytes([]), to: .null).contains("SET \(name) = NULL WHERE"))
            #expect(try update(table, .null, to: .text("")).contains("SET \(name) = '' WHERE"))
            #expect(try update(table, .null, to: .text("")).hasSuffix("AND \(name) IS NULL"))
            #expect(try update(table, .null, to: .standard).contains("SET \(name) = DEFAULT WHERE"))
        }
    }

    @Test(arguments: [
        ("//23/b/0", "\"v\" IS NOT DISTINCT FROM 1"), ("//700/b/0", "\"v\"::text IS NOT DISTINCT FROM '1'"),
        ("//114/b/0", "\"v\"::text IS NOT DISTINCT FROM '1'"), ("//600/b/0", "\"v\"::text IS NOT DISTINCT FROM '1'"),
        ("//99999/e/0", "\"v\" IS NOT DISTINCT FROM '1'"), ("//99999/b/100", "\"v\"::text IS NOT DISTINCT FROM '1'"),
        ("//25/b/12345", "\"v\" COLLATE \"C\" IS NOT DISTINCT FROM '1'"),
        ("//17/b/0", "\"v\" IS NOT DISTINCT FROM '1'"),
        ("//142/b/0", "pg_catalog.xml_out(\"v\")::text IS NOT DISTINCT FROM '1'"),
    ])
    func `PostgreSQL compares the old value by its type`(code: String, condition: String) throws {
        #expect(try update(table(.postgresql, code), .bytes([0x31]), to: .null).hasSuffix(condition))
    }

    @Test(arguments: [
        ("/int/", "`v` <=> 1"), ("/float/", "CAST(`v` AS CHAR) <=> CAST('1' AS BINARY)"),
        ("/datetime/", "CAST(`v` AS CHAR) <=> CAST('1' AS BINARY)"), ("/varbinary/", "`v` <=> X'31'"),
        ("/bit/", "`v` <=> 49"), ("/text/latin1", "CONVERT(`v` USING utf8mb4) <=> CAST('1' AS BINARY)"),
        ("/json/", "CAST(`v` AS CHAR) <=> CAST('1' AS BINARY)"),
    ])
    func `MySQL compares the old value by its type`(code: String, condition: String) throws {
        let new: RowStatement.NewValue = .null
        #expect(try update(table(.mysql, code), .bytes([0x31]), to: new).hasSuffix(condition))
    }

    @Test func `the remarks name the columns that are compared as text or not at all`() throws {
        let row: [Int: RowStatement.OldValue] = [0: .bytes([0x31]), 1: .bytes([0x31])]
        let text = try RowStatement(table(.postgresql, "//114/b/0", type: "json"), hasBackslashEscapes: false)
            .delete(row: row)
        #expect(text.remarks == ["The condition compares v (json) as text."])
        let cut = try RowStatement(table(.postgresql, "//25/b/100", type: "text"), hasBackslashEscapes: false)
            .delete(row: [0: .bytes([0x31]), 1: .cut])
        #expect(String(decoding: cut.sql, as: UTF8.self) == "DELETE FROM \"s\".\"t\" WHERE \"id\" = 1")
        #expect(cut.remarks == ["The condition leaves out v (text): a change of it goes unnoticed."])
        let shape = try RowStatement(table(.mysql, "/point/", type: "point"), hasBackslashEscapes: true)
            .delete(row: row)
        #expect(shape.remarks.count == 1)
    }

    @Test func `text that is no number is quoted, so that it cannot become an expression`() throws {
        for text in ["1; drop table t", "1 or 1=1", "--1", "1e5", "+1", " 1", "1.", ".5", "1.2.3", "NaN", "0x10", "-"] {
            #expect(try update(table(.postgresql, "//1700/b/0"), .null, to: .text(text)).contains("= '\(text)' WHERE"))
        }
        for text in ["1", "-1", "1.50", "007"] {
            #expect(try update(table(.mysql, "/decimal/"), .null, to: .text(text)).contains("= \(text) WHERE"))
        }
    }

    @Test func `MySQL's bytes are typed in hexadecimal digits`() throws {
        let table = table(.mysql, "/blob/")
        #expect(try update(table, .null, to: .text("0x00fF27")).contains("= X'00FF27' WHERE"))
        #expect(try update(table, .null, to: .text("0x")).contains("= X'' WHERE"))
        for text in ["abc", "0x1", "0xzz", "0x12 ", "'", "X'12'", "0x１２"] {
            #expect(throws: Failure.self, "\(text)") { try update(table, .null, to: .text(text)) }
        }
    }

    @Test func `a row without a value of its key is not changed`() throws {
        let statement = RowStatement(table(.postgresql, "//25/b/100"), hasBackslashEscapes: false)
        for key in [RowStatement.OldValue.null, .cut] {
            #expect(throws: Failure.self) { try statement.delete(row: [0: key, 1: .bytes([0x31])]) }
        }
        #expect(throws: Failure.self) { try statement.delete(row: [1: .bytes([0x31])]) }
    }

    @Test func `a column that is NOT NULL rejects NULL before anything is sent`() throws {
        let statement = RowStatement(table(.postgresql, "//25/b/100"), hasBackslashEscapes: false)
        #expect(throws: Failure.self) { try statement.update(0, to: .null, row: [0: .bytes([0x31])]) }
    }

    @Test func `a new row leaves the columns with a default out`() throws {
        func insert(_ dialect: Dialect, _ values: [(column: Int, value: RowStatement.NewValue)]) throws -> String {
            let table = table(dialect, dialect == .mysql ? "/text/utf8mb4" : "//25/b/100")
            return String(
                decoding: try RowStatement(table, hasBackslashEscapes: true).insert(values).sql, as: UTF8.self)
        }
        #expect(try insert(.postgresql, [(0, .standard), (1, .standard)]) == "INSERT INTO \"s\".\"t\" DEFAULT VALUES")
        #expect(try insert(.mysql, [(0, .standard)]) == "INSERT INTO `s`.`t` () VALUES ()")
        #expect(
            try insert(.mysql, [(0, .text("5")), (1, .null)]) == "INSERT INTO `s`.`t` (`id`, `v`) VALUES (5, NULL)")
    }

    @Test(arguments: [("v", "a view"), ("m", "a materialized view"), ("f", "a foreign table"), ("", "another session")])
    func `only tables are changed`(kind: String, reason: String) throws {
        let rows: [[String?]] = kind.isEmpty ? [] : [["table", "s", "t", kind, nil, nil, nil, nil]]
        let refusal = RowStatement(TableFacts(rows: rows, dialect: .postgresql), hasBackslashEscapes: false).refusal
        #expect(refusal?.why?.contains(reason) == true)
        let own: [[String?]] = [["table", "pg_catalog", "pg_class", "r", nil, nil, nil, nil]]
        let catalogue = RowStatement(TableFacts(rows: own, dialect: .postgresql), hasBackslashEscapes: false).refusal
        #expect(catalogue?.why == "it is a table of the server itself")
        let engine: [[String?]] = [["table", "s", "t", "BASE TABLE", "NO", nil, nil, nil]]
        let other = RowStatement(TableFacts(rows: engine, dialect: .mysql), hasBackslashEscapes: true).refusal
        #expect(other?.why?.contains("no transactions") == true)
    }
}

extension String {
    /// The two parts around `middle`, after `before`.
    fileprivate func wholeMatch(before: String, middle: String) -> (first: String, second: String)? {
        let scalars = Array(unicodeScalars)
        let (head, mid) = (Array(before.unicodeScalars), Array(middle.unicodeScalars))
        guard scalars.starts(with: head) else { return nil }
        let rest = scalars.dropFirst(head.count)
        guard let place = rest.indices.first(where: { rest[$0...].starts(with: mid) }) else { return nil }
        func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
            var view = String.UnicodeScalarView()
            view.append(contentsOf: part)
            return String(view)
        }
        return (text(rest[..<place]), text(rest[(place + mid.count)...]))
    }
}
