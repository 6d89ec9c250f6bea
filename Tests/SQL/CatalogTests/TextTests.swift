import Catalog
import Failures
import SQLScript
import SQLWire
import Testing

/// Names that would break out of careless quotes.
let hostileNames = [
    "'; drop table x; --", "\"; drop table x; --", "`; drop table x; --", "a'b", "a''b", "a\"b", "a`b", "a\\", "a\\'b",
    "\\'; drop table x; --", "*/ drop table x; /*", "line\nbreak", "tab\there", "nul\0byte", "100%_sure", "|pipe|",
    "漢字", "e\u{301}", "👩‍👩‍👧", "\u{202E}rtl", "$$; drop table x; $$", "$a$b", ";", "--", "#", "/*", "E'a'", "x'41'",
    "ВЕЛИКИЙ", "Mixed Case", "a.b", ".", "", " ", "select",
]

/// Every statement generated from a name.
func statements(about name: String, _ dialect: Dialect) -> [[UInt8]] {
    let relation = RelationName(schema: name, name: name)
    let needs: [SchemaNeed] = [
        .searchPath, .schemas, .databases, .relations(schema: name, prefix: name), .columns(relation),
        .functions(schema: name, prefix: name),
    ]
    var result = needs.map { CatalogLookup.query(for: $0, dialect: dialect) }
    let quote = dialect == .mysql ? "`" : "\""
    let quoted = quote + name.replacing(quote, with: quote + quote) + quote
    for pattern in ["", quoted, quoted + "*", "\(quoted).\(quoted)", name, "*.*", "a*.?b", "*"] {
        // As a word of a command line, escaped by psql's rules.
        let word = "'" + pattern.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
        for entry in CommandEntry.all(dialect) where entry.topic == .catalogue {
            for command in [entry.names[0], entry.names[0] + "+", entry.names[0] + "S"] {
                let parsed = WorkspaceCommand.parse(name: command, arguments: Array(word.utf8), dialect: dialect)
                switch parsed {
                case .success(.query(let query)): result += query.sections.map(\.sql)
                case .success(.describe(let describe)):
                    result.append(describe.lookup.sql)
                    for kind in ["r", "p", "v", "m", "i", "S", "f", "BASE TABLE", "VIEW", "SEQUENCE"] {
                        let row = dialect == .mysql ? [name, name, kind] : ["1234", name, name, kind]
                        let queries = try? describe.queries(for: [row]).get()
                        result += (queries ?? []).flatMap(\.sections).map(\.sql)
                    }
                default: break
                }
            }
        }
    }
    return result
}

@Suite struct TextTests {
    @Test(arguments: hostileNames)
    func `no name breaks out of its quotes, however the server reads strings`(_ name: String) {
        var broken: [[UInt8]] = []
        let (postgreSQL, mySQL) = (Set(statements(about: name, .postgresql)), Set(statements(about: name, .mysql)))
        for sql in postgreSQL {
            for isStandard in [true, false] {
                var scanner = PostgreSQLScanner()
                scanner.standardConformingStrings = isStandard
                if !isOne(&scanner, sql) { broken.append(sql) }
            }
        }
        for sql in mySQL {
            for mode in 0..<4 {
                var scanner = MySQLScanner()
                scanner.noBackslashEscapes = mode & 1 != 0
                scanner.ansiQuotes = mode & 2 != 0
                if !isOne(&scanner, sql) { broken.append(sql) }
            }
        }
        #expect(broken.map { String(decoding: $0, as: UTF8.self) } == [])
        #expect(postgreSQL.count > 100 && mySQL.count > 60)
        #expect(!postgreSQL.union(mySQL).contains { $0.contains(0) })
    }

    private func isOne(_ scanner: inout some ScriptScanner, _ sql: [UInt8]) -> Bool {
        scanner.feed(sql)
        scanner.finish()
        guard case .statement(let statement)? = scanner.next(), scanner.next() == nil else { return false }
        return scanner.openConstruct == nil && !String(decoding: statement.text, as: UTF8.self).isEmpty
    }

    @Test func `PostgreSQL's operators are not searched in the search path`() {
        let bare = ["=", "<>", "<", ">", "<=", ">=", "~", "!~", "||", "->>", "+", "-", "IN", "LIKE", "BETWEEN"]
        var seen = 0
        for sql in statements(about: "vessels", .postgresql) {
            let text = String(decoding: sql, as: UTF8.self)
            let words = text.split { $0 == " " || $0 == "(" || $0 == ")" || $0 == "\n" }.map(String.init)
            for word in words { #expect(!bare.contains(word), "\(word) in \(text)") }
            // A CASE with an operand uses an operator from the search path.
            #expect(!text.contains("CASE c") && !text.contains("CASE p"), "\(text)")
            seen += words.count
        }
        #expect(seen > 1_000)
    }

    @Test func `every function and table of PostgreSQL's catalogue is qualified with its schema`() {
        let own: Set<Substring> = ["coalesce", "greatest", "extract", "ARRAY", "ANY", "AND", "WHERE", "THEN", "FROM"]
        for sql in statements(about: "vessels", .postgresql) {
            let text = String(decoding: sql, as: UTF8.self)
            for part in text.split(separator: "(").dropLast() {
                let word = part.suffix(while: { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." })
                let isPlain = word.isEmpty || word.hasPrefix("pg_catalog.") || own.contains(word)
                // A column alias, `AS s (name, place)`, quoted text, and operators with their parenthesis.
                let isOther = part.hasSuffix(" ") || part.contains("'") || word == "OPERATOR"
                #expect(isPlain || isOther, "\(word) in \(text)")
            }
            for name in ["pg_class ", "pg_namespace ", "pg_attribute ", "pg_proc ", "pg_type "] {
                for range in text.ranges(of: name) {
                    #expect(text[..<range.lowerBound].hasSuffix("pg_catalog."), "\(name) in \(text)")
                }
            }
        }
    }

    @Test func `every list is bounded`() {
        for dialect in CommandTests.dialects {
            for sql in statements(about: "vessels", dialect) {
                let text = String(decoding: sql, as: UTF8.self)
                let isBounded =
                    text.contains(" LIMIT ") || text.hasPrefix("SHOW ")
                    || text.hasSuffix("DATABASE()") && dialect == .mysql
                #expect(isBounded, "\(text)")
                if dialect == .mysql, !text.hasPrefix("SHOW ") {
                    #expect(text.hasPrefix("/*M! SET STATEMENT max_statement_time="), "\(text)")
                    #expect(text.contains("SELECT /*+ MAX_EXECUTION_TIME("), "\(text)")
                }
            }
        }
    }

    @Test func `names are quoted where necessary`() {
        #expect(QuotedName.sql("vessels", .postgresql) == "vessels")
        #expect(QuotedName.sql("Vessels", .postgresql) == "\"Vessels\"")
        #expect(QuotedName.sql("Vessels", .mysql) == "Vessels")
        #expect(QuotedName.sql("order", .postgresql) == "\"order\"")
        #expect(QuotedName.sql("ORDER", .mysql) == "`ORDER`")
        #expect(QuotedName.sql("rank", .mysql) == "`rank`")
        #expect(QuotedName.sql("1st", .postgresql) == "\"1st\"")
        #expect(QuotedName.sql("", .postgresql) == "\"\"")
        #expect(QuotedName.sql("a\"b", .postgresql) == "\"a\"\"b\"")
        #expect(QuotedName.sql("a`b\0", .mysql) == "`a``b`")
        #expect(QuotedName.path(["public", "My Table"], .postgresql) == "public.\"My Table\"")
    }
}

extension Substring {
    fileprivate func suffix(while isIn: (Character) -> Bool) -> Substring {
        var start = endIndex
        while start > startIndex, isIn(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
