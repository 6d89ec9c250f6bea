import Catalog
import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

/// Names that would do harm without quotes, on real servers.
@Suite struct HostileNameTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private static let names = [
        "'; drop table keep; --", "\"; drop table keep; --", "`; drop table keep; --", "a'b", "a\"b", "a`b",
        "back\\slash",
        "\\'; drop table keep; --", "*", "?", "star*", "100%_sure", "100xxsure", "|pipe|", "line\nbreak", "tab\there",
        "漢字", "e\u{301}", "👩‍👧", "\u{202E}rtl", "$$x$$", "dot.dot", "Mixed Case", "*/x/*", "--", "select", "a b",
    ]

    private func quoted(_ name: String, _ dialect: Dialect) -> String {
        let quote = dialect == .postgresql ? "\"" : "`"
        return quote + name.replacing(quote, with: quote + quote) + quote
    }

    /// A pattern for exactly this name, as a word of a command line.
    private func word(_ name: String, _ dialect: Dialect) -> String {
        " '" + quoted(name, dialect).replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }

    @Test(arguments: SessionTests.engines)
    func `each name is found and nothing else happens`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        try await place.make("create table keep (id int primary key)")
        // MySQL's names cannot contain characters beyond the first plane.
        let names = Self.names.filter { dialect == .postgresql || $0.unicodeScalars.allSatisfy { $0.value < 0x10000 } }
        for name in names {
            try await place.make("create table \(quoted(name, dialect)) (\(quoted(name, dialect)) int primary key)")
        }
        let schema = dialect == .postgresql ? "public" : place.database
        for name in names {
            let described = try await place.session.show("d", word(name, dialect), dialect)
            #expect(described["Columns"]?.column(0) == [name])
            #expect(described["Indexes"]?.count == 1)
            let listed = try await place.session.show("dt+", word(name, dialect), dialect)["Tables"]
            #expect(listed?.column(1) == [name])
            var known = SchemaNames()
            for need in [
                SchemaNeed.relations(schema: schema, prefix: name),
                .columns(RelationName(schema: schema, name: name)), .functions(schema: name, prefix: name),
            ] {
                let answer = try await place.session.answer(CatalogLookup.query(for: need, dialect: dialect))
                #expect(answer.failure == nil)
                known.take(need, rows: answer.rows)
            }
            #expect(known.relations[schema]?.map(\.name).contains(name) == true)
            #expect(known.columns.values.first?.map(\.name) == [name])
            // The quoted name in a statement means this table.
            let sql = "select \(QuotedName.sql(name, dialect)) from \(QuotedName.path([schema, name], dialect))"
            #expect(try await place.session.collect(sql).failures.map(\.text) == [])
        }
        let all = try await place.session.show("dt", "", dialect)["Tables"]?.column(1) ?? []
        #expect(Set(all) == Set(names + ["keep"]))
        await place.session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `the schema tree contains them and queries each`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        let names = ["'; drop table keep; --", "a`b\"c", "line\nbreak", "漢字"]
        try await place.make("create table keep (id int primary key)")
        for name in names {
            try await place.make("create table \(quoted(name, dialect)) (\(quoted(name, dialect)) int primary key)")
        }
        let database = place.database
        var browser = SchemaBrowser(dialect: dialect, database: database, searchPath: ["public"])
        func load() async throws {
            for need in browser.needs(inView: 0..<200) {
                let answer = try await place.session.answer(need.sql)
                #expect(answer.failure == nil, "\(answer.failure?.text ?? "")")
                browser.take(need, rows: answer.rows)
            }
        }
        func open(_ text: String) async throws {
            browser.select(try #require(browser.lines.lastIndex { $0.text == text }))
            browser.open()
            try await load()
        }
        try await load()
        try await open(dialect == .postgresql ? "public" : database)
        try await open("Tables")
        #expect(Set(browser.lines.filter { $0.kind == .table }.map(\.text)) == Set(names + ["keep"]))
        for name in names {
            browser.select(try #require(browser.lines.firstIndex { $0.kind == .table && $0.text == name }))
            let path = try #require(browser.quotedName)
            #expect(try await place.session.collect("select * from \(path)").failures.map(\.text) == [])
            let described = try await place.session.show([try #require(browser.description)], name)
            #expect(described["Columns"]?.column(0) == [name])
            browser.open()
            try await load()
            let columns = browser.lines.filter { $0.kind == .column }
            #expect(columns.map(\.text) == [name])
            #expect(columns.first?.detail.hasPrefix("int") == true)
            for heading in ["Keys", "Indexes"] { try await open(heading) }
            #expect(browser.lines.filter { $0.kind == .key }.count == 1)
            #expect(browser.lines.filter { $0.kind == .index }.count == 1)
            browser.select(try #require(browser.lines.firstIndex { $0.kind == .table && $0.text == name }))
            browser.close()
        }
        // MySQL's sizes are a separate query.
        try await load()
        if dialect == .mysql { #expect(browser.lines.filter { $0.kind == .table }.allSatisfy { !$0.detail.isEmpty }) }
        await place.session.close()
    }
}
