import Catalog
import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// A schema with five thousand tables.
@Suite struct ManyTablesTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func place(_ engine: String) async throws -> CatalogPlace {
        let place = try await CatalogPlace(engine, sandbox)
        if engine == "harbor" {
            // In several transactions, because each holds a lock on every new table.
            for start in stride(from: 0, to: 5_000, by: 1_000) {
                try await place.make(
                    """
                    do $$ begin for i in \(start)..\(start + 999) loop
                        execute pg_catalog.format('create table t%s (id int, name int)', lpad(i::text, 5, '0'));
                    end loop; end $$
                    """)
            }
        } else {
            try await place.make(
                """
                create procedure fill() begin
                    declare i int default 0;
                    while i < 5000 do
                        execute immediate concat('create table t', lpad(i, 5, '0'), ' (id int, name int) engine=myisam');
                        set i = i + 1;
                    end while;
                end
                """)
            try await place.make("call fill()")
        }
        return place
    }

    @Test(arguments: SessionTests.engines)
    func `every list stays within its limits`(_ engine: String) async throws {
        let place = try await place(engine)
        let dialect = place.dialect
        for name in ["d", "dt", "dt+", "dp", "dT", "di", "df"] where CommandEntry.named(name, dialect) != nil {
            for pattern in ["", "*", "t00*", "*.*"] where name != "d" || pattern.isEmpty {
                // The commands run within the server's own time limit.
                let rows = try await place.session.show(name, " " + pattern, dialect).values.map(\.count).max() ?? 0
                #expect(rows <= 1_001, "\\\(name) \(pattern)")
                if name == "dt", pattern.isEmpty { #expect(rows == 1_001) }
                if name == "dt", pattern == "t00*" { #expect(rows == 1_000) }
            }
        }
        guard
            case .describe(let describe) = try WorkspaceCommand.parse(
                name: "d", arguments: Array(" t*".utf8), dialect: dialect
            ).get()
        else {
            Issue.record("no description")
            return
        }
        let found = try await place.session.answer(describe.lookup.sql)
        #expect(found.rows.count == DescribeQuery.limit + 1)
        #expect(try describe.queries(for: found.rows).get().count == DescribeQuery.limit)
        let one = try await place.session.show("d", " t04321", dialect)
        #expect(one["Columns"]?.column(0) == ["id", "name"])
        await place.session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `completion and the tree reach all of them page by page`(_ engine: String) async throws {
        let place = try await place(engine)
        let dialect = place.dialect
        let schema = dialect == .postgresql ? "public" : place.database
        var names = SchemaNames()
        func ask(_ need: SchemaNeed) async throws -> Bool {
            let answer = try await place.session.answer(CatalogLookup.query(for: need, dialect: dialect))
            #expect(answer.failure == nil && answer.rows.count <= CatalogLookup.limit + 1)
            return names.take(need, rows: answer.rows)
        }
        #expect(try await ask(.relations(schema: schema, prefix: "")) == false)
        #expect(try await ask(.relations(schema: schema, prefix: "t0432")) == true)
        #expect(names.relations[schema]?.contains { $0.name == "t04321" } == true)
        #expect(try await ask(.relations(schema: schema, prefix: "T0432")) == true)
        #expect(names.relations[schema]?.filter { $0.name.hasPrefix("t0432") }.count == 10)

        var browser = SchemaBrowser(dialect: dialect, database: place.database, searchPath: ["public"])
        func load() async throws {
            for need in browser.needs(inView: 0..<20) {
                let answer = try await place.session.answer(need.sql)
                #expect(answer.failure == nil && answer.rows.count <= 5_001, "\(answer.failure?.text ?? "")")
                browser.take(need, rows: answer.rows)
            }
        }
        func open(_ text: String) async throws {
            browser.select(try #require(browser.lines.firstIndex { $0.text == text }))
            browser.open()
            try await load()
        }
        try await load()
        try await open(schema)
        try await open("Tables")
        #expect(browser.lines.filter { $0.kind == .table }.count == SchemaBrowser.pageSize)
        browser.setFilter("4321")
        try await load()
        #expect(browser.lines.filter { $0.kind == .table }.map(\.text) == ["t04321"])
        browser.setFilter("")
        while browser.lines.contains(where: { $0.kind == .more }) { try await open("more…") }
        let all = browser.lines.filter { $0.kind == .table }.map(\.text)
        #expect(all.count == 5_000 && all == all.sorted())
        await place.session.close()
    }
}
