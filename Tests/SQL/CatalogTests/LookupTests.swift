import Catalog
import SQLWire
import Testing

@Suite struct LookupTests {
    @Test func `answers are merged, and an answer to the same query is replaced`() {
        var names = SchemaNames()
        names.take(.searchPath, rows: [["jane"], ["public"]])
        #expect(names.searchPath == ["jane", "public"])
        let all = SchemaNeed.relations(schema: "public", prefix: "")
        names.take(all, rows: [["calls", "r"], ["vessels", "p"]])
        names.take(.relations(schema: "public", prefix: "v"), rows: [["views", "v"], ["vault", "m"]])
        #expect(names.relations["public"]?.map(\.name) == ["calls", "vault", "views"])
        #expect(names.relations["public"]?.map(\.kind) == [.table, .materializedView, .view])
        names.take(all, rows: [])
        #expect(names.relations["public"] == [])
        names.take(.functions(schema: "s", prefix: "a"), rows: [["abs"], ["age"]])
        names.take(.functions(schema: "s", prefix: "b"), rows: [["bit"]])
        names.take(.functions(schema: "s", prefix: "ag"), rows: [])
        #expect(names.functions["s"] == ["abs", "bit"])
        let relation = RelationName(schema: "public", name: "calls")
        names.take(.columns(relation), rows: [["id", "bigint"], ["eta", nil]])
        #expect(names.columns[relation] == [.init(name: "id", type: "bigint"), .init(name: "eta", type: "")])
        names.take(.databases, rows: [["a"], ["b"]])
        names.take(.schemas, rows: [["x"]])
        #expect(names.databases == ["a", "b"] && names.schemas == ["x"])
    }

    @Test func `a name outside of the query is kept`() {
        var names = SchemaNames()
        names.take(.relations(schema: "s", prefix: ""), rows: [["Tax", "r"], ["tab", "r"], ["tax", "v"]])
        names.take(.relations(schema: "s", prefix: "ta"), rows: [["tax", "v"]])
        #expect(names.relations["s"]?.map(\.name) == ["Tax", "tax"])
        names.take(.relations(schema: "s", prefix: "Ta"), rows: [])
        #expect(names.relations["s"] == [])
    }

    @Test func `MySQL's kinds are known`() {
        var names = SchemaNames()
        names.take(
            .relations(schema: "h", prefix: ""),
            rows: [["a", "BASE TABLE"], ["b", "VIEW"], ["c", "SEQUENCE"], ["d", "SYSTEM VIEW"], ["e", "new kind"]])
        #expect(names.relations["h"]?.map(\.kind) == [.table, .view, .sequence, .view, .table])
    }

    @Test func `more names than the limit mean that there are more`() {
        var names = SchemaNames()
        let rows = (0...CatalogLookup.limit).map { ["t\($0)", "r"] as [String?] }
        #expect(names.take(.relations(schema: "s", prefix: "t"), rows: rows) == false)
        #expect(names.relations["s"]?.count == CatalogLookup.limit)
        #expect(names.take(.relations(schema: "s", prefix: "t"), rows: Array(rows.dropLast())) == true)
    }

    @Test func `rows with a wrong shape are ignored`() {
        var names = SchemaNames()
        for need in [SchemaNeed.searchPath, .schemas, .databases, .relations(schema: "s", prefix: "")] {
            names.take(need, rows: [[], [nil], [nil, nil], ["a"]])
        }
        #expect(names.searchPath == ["a"] && names.relations["s"] == [])
        names.take(.columns(RelationName(schema: "s", name: "t")), rows: [[], [nil, "int"], ["a"]])
        #expect(names.columns.values.first?.map(\.name) == ["a"])
    }

    @Test func `an answer is stored up to its limits`() {
        var answer = CatalogRows(rowLimit: 3, byteLimit: 10)
        var batch = RowBatch(columnCount: 1)
        let value: [UInt8] = [0x61, 0xFF]
        for _ in 0..<5 { value.withUnsafeBytes { bytes in batch.appendRow { _ in bytes } } }
        answer.take(.columns([Column(name: Array("x".utf8), kind: .text)]))
        answer.take(.rows(batch))
        #expect(answer.rows == [["a\u{FFFD}"], ["a\u{FFFD}"], ["a\u{FFFD}"]] && answer.isCut)
        #expect(answer.columns == ["x"])
        var small = CatalogRows(rowLimit: 100, byteLimit: 5)
        small.take(batch)
        #expect(small.rows.count == 2 && small.isCut)
        answer.take(.columns([]))
        #expect(answer.rows.isEmpty && !answer.isCut)
        answer.take(.failed(ServerMessage(severity: "ERROR", sqlState: "42501", text: "no")))
        #expect(answer.failure?.sqlState == "42501")
    }
}
