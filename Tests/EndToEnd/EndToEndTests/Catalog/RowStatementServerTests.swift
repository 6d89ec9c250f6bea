import Catalog
import Failures
import Foundation
import SQLWire
import TestSupport
import Testing
import Threads

@testable import Sandbox

/// Changes of rows on real servers: values of every type, and other sessions in between.
@Suite struct RowStatementServerTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    /// Types with two values as SQL.
    private static let postgreSQL: [(type: String, first: String, second: String)] = [
        ("bool", "true", "false"), ("int2", "-32768", "7"), ("int4", "1", "-1"), ("int8", "9223372036854775807", "0"),
        ("numeric(10,2)", "1.50", "-0.01"), ("numeric", "'NaN'", "1e100"), ("float4", "0.1", "'NaN'"),
        ("float8", "0.1", "'-Infinity'"), ("float8", "1e-300", "'-0'"), ("money", "12.34", "0"),
        ("text", "E'\\\\ '' \" \\n\\t'", "''"), ("text", "'漢字 👩‍👧'", "'; --'"), ("varchar(9)", "'a  '", "'a'"),
        ("char(5)", "'ab'", "'abc'"), ("\"char\"", "'x'", "'y'"), ("name", "'n'", "'m'"),
        ("text collate folded", "'a'", "'B'"), ("bytea", "'\\x00ff5c27'", "''"),
        ("date", "'0044-03-15 BC'", "'infinity'"),
        ("time", "'12:34:56.789'", "'24:00'"), ("timetz", "'12:00+02'", "'12:00-05:30'"),
        ("timestamp", "'2026-10-25 02:30:00.123456'", "'-infinity'"), ("timestamptz", "'2026-10-25 02:30+02'", "now()"),
        ("interval", "'1 day'", "'24 hours'"), ("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "gen_random_uuid()"),
        ("inet", "'10.0.0.1'", "'10.0.0.0/8'"), ("cidr", "'10.0.0.0/8'", "'::/0'"),
        ("macaddr", "'08:00:2b:01:02:03'", "'0:0:0:0:0:0'"),
        ("bit(5)", "B'10101'", "B'00000'"), ("varbit", "B'1'", "B''"),
        ("json", "'{\"a\": 1,  \"a\":\"\\\\u0041''\"}'", "'null'"),
        ("jsonb", "'{\"a\": [1, null]}'", "'\"\\\\\"'"),
        ("xml", "'<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>'", "'<b>&amp;</b>'"),
        ("point", "'(1,2)'", "'(0.1,-0)'"), ("line", "'{1,2,3}'", "'{0,1,0}'"),
        ("box", "'(2,2),(0,0)'", "'(4,1),(0,0)'"),
        ("path", "'[(0,0),(1,1)]'", "'((0,0),(2,2))'"), ("polygon", "'((0,0),(1,1),(2,0))'", "'((0,0),(2,1),(2,0))'"),
        ("circle", "'<(0,0),1>'", "'<(5,5),1>'"), ("tsvector", "'a:1 b'", "''"), ("tsquery", "'a & b'", "'a | b'"),
        ("int4range", "'[1,5)'", "'empty'"), ("int4[]", "'{1,NULL,3}'", "'[0:1]={1,2}'"),
        ("text[]", "ARRAY['a,\"b', '', NULL, '\\']", "'{}'"),
        ("float8[]", "'{0.1,NaN}'", "'{}'"), ("point[]", "ARRAY['(1,2)'::point]", "'{}'"), ("mood", "'it''s'", "'ok'"),
        ("pair", "ROW(1, 'a,\"b')", "ROW(NULL, '')"), ("positive", "1", "2"), ("oid", "4294967295", "0"),
        ("pg_lsn", "'16/B374D848'", "'0/0'"),
        ("regclass", "'pg_class'", "'pg_type'"), ("jsonpath", "'$.a'", "'$.b'"),
        ("json[]", "ARRAY['{}'::json]", "'{}'"),
    ]

    private static let mySQL: [(type: String, first: String, second: String)] = [
        ("tinyint(1)", "1", "0"), ("int unsigned", "4294967295", "0"), ("bigint unsigned", "18446744073709551615", "0"),
        ("int(6) zerofill", "42", "7"), ("decimal(20,5)", "1.5", "-0.00001"), ("float", "0.1", "3.40282e38"),
        ("double", "0.1", "1e-300"),
        ("bit(1)", "1", "0"), ("bit(20)", "b'1010'", "b'11111111000000001111'"), ("year", "2026", "1901"),
        ("date", "'2026-10-25'", "'1000-01-01'"),
        ("time(3)", "'-838:59:59'", "'12:00:00.123'"), ("datetime(6)", "'2026-10-25 02:30:00.123456'", "'9999-12-31'"),
        ("timestamp(3)", "'2026-10-25 02:30:00.123'", "'1971-01-01'"), ("char(5)", "'ab'", "'abc'"),
        ("varchar(20) character set latin1", "'é\\\\'", "'E'"), ("varchar(20) character set utf16", "'漢'", "''"),
        ("varchar(20) collate utf8mb4_general_ci", "'Ab'", "'aB '"), ("text", "'\\\\ '' \" \\n\\t\\0'", "''"),
        ("longtext", "'漢字 👩‍👧'", "'; --'"),
        ("binary(4)", "x'00ff5c27'", "''"), ("varbinary(20)", "x'00ff5c27'", "''"), ("blob", "x'80'", "'text'"),
        ("enum('a','it''s','')", "'it''s'", "'a'"), ("set('a','b')", "'a,b'", "''"),
        ("json", "'{\"a\": \"\\\\\"\"}'", "'null'"),
        ("point", "point(1,2)", "point(0.1,-3)"), ("geometry", "ST_GeomFromText('LINESTRING(0 0,1 1)')", "point(0,0)"),
        ("inet6", "'::1'", "'10::'"), ("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "uuid()"),
    ]

    /// A result with the values' bytes.
    private struct Rows: Sendable {
        var columns: [Column] = []
        var values: [[[UInt8]?]] = []
        var touched: UInt64?
        var failure: String?

        mutating func take(_ event: ResultEvent) {
            switch event {
            case .columns(let columns): self.columns = columns
            case .rows(let batch):
                for row in 0..<batch.rowCount {
                    values.append((0..<batch.columnCount).map { batch.value(row: row, column: $0) })
                }
            case .complete(let completion): touched = completion.rows
            case .failed(let message): failure = message.text
            case .data, .notice: break
            }
        }
    }

    private func run(_ session: any SQLSession, _ sql: [UInt8]) async throws -> Rows {
        let rows = Locked(Rows())
        try await session.run(sql, input: nil) { event in rows.withLock { $0.take(event) } }
        return rows.withLock { $0 }
    }

    private func run(_ session: any SQLSession, _ sql: String) async throws -> Rows {
        try await run(session, Array(sql.utf8))
    }

    /// The facts about the table of a result, asked by another session.
    private func facts(_ rows: Rows, _ session: any SQLSession, _ dialect: Dialect) async throws -> TableFacts {
        let origin = try #require(rows.columns.first?.origin)
        let sql = try #require(TableQuestion.sql(for: origin, findsReferrers: true))
        let answer = try await session.answer(sql)
        #expect(answer.failure == nil, "\(answer.failure?.text ?? "")")
        return TableFacts(rows: answer.rows, dialect: dialect)
    }

    private func old(_ value: [UInt8]?) -> RowStatement.OldValue { value.map { .bytes($0) } ?? .null }

    /// A value as a user types it.
    private func typed(_ value: [UInt8]?, _ column: TableColumn, _ dialect: Dialect) -> RowStatement.NewValue {
        guard let value else { return .null }
        if dialect == .mysql, column.isBytes {
            return .text("0x" + value.map { String(format: "%02x", $0) }.joined())
        }
        return .text(String(decoding: value, as: UTF8.self))
    }

    @Test(arguments: SessionTests.engines)
    func `a value of each type is changed to another one, to NULL and back`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        let other = try await place.another()
        if dialect == .postgresql {
            try await place.make("create type mood as enum ('it''s', 'ok')")
            try await place.make("create type pair as (a int, b text)")
            try await place.make("create domain positive as int check (value > 0)")
            try await place.make(
                "create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
        }
        for (number, sample) in (dialect == .postgresql ? Self.postgreSQL : Self.mySQL).enumerated() {
            let name = "t\(number)"
            try await place.make("create table \(name) (id int primary key, v \(sample.type) null)")
            try await place.make("insert into \(name) values (1, \(sample.first)), (2, \(sample.second))")
            let read = try await run(place.session, "select * from \(name) order by id")
            try #require(read.values.count == 2, "\(sample.type)")
            let facts = try await facts(read, other, dialect)
            #expect(facts.key == [0] && facts.columns.count == 2)
            let statement = RowStatement(facts, hasBackslashEscapes: dialect == .mysql)
            let (first, second) = (read.values[0][1], read.values[1][1])
            var current = first
            for next in [second, nil, first] {
                let row = [0: old(read.values[0][0]), 1: old(current)]
                let text = try statement.update(1, to: typed(next, facts.columns[1], dialect), row: row)
                let shown = String(decoding: text.sql, as: UTF8.self)
                let changed = try await run(place.session, text.sql)
                #expect(changed.failure == nil && changed.touched == 1, "\(shown): \(changed.failure ?? "")")
                let back = try #require(
                    statement.readBack([1], after: 1, typed(next, facts.columns[1], dialect), row: row))
                #expect(try await run(place.session, back).values == [[next]], "\(shown)")
                current = next
            }
            // Another session is faster: nothing may change. A value without a comparison is the only exception.
            let late = [0: old(read.values[0][0]), 1: old(first)]
            try await place.make("update \(name) set v = \(sample.second) where id = 1")
            let update = try statement.update(1, to: .null, row: late)
            let outcome = try await run(place.session, update.sql)
            let isCompared = !["point", "geometry"].contains(sample.type) || dialect == .postgresql
            let shown = String(decoding: update.sql, as: UTF8.self)
            #expect(outcome.failure == nil && (outcome.touched == 0) == isCompared, "\(shown)")
            if isCompared {
                let delete = try await run(place.session, statement.delete(row: late).sql)
                #expect(delete.failure == nil && delete.touched == 0, "\(shown)")
            }
            let rest = [0: old(Array("2".utf8)), 1: old(second)]
            let delete = try await run(place.session, statement.delete(row: rest).sql)
            #expect(delete.failure == nil && delete.touched == 1, "\(sample.type): \(delete.failure ?? "")")
        }
        await other.close()
        await place.session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `a table's keys, generated columns, defaults and references are known`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        let isMySQL = dialect == .mysql
        let ending = isMySQL ? " engine=innodb" : ""
        try await place.make("create table parent (a int, b varchar(9), note text, primary key (b, a))\(ending)")
        let identity = isMySQL ? "int auto_increment" : "int generated always as identity"
        try await place.make(
            "create table child (id \(identity) primary key, x int not null default 5, y varchar(9), "
                + "twice int generated always as (x * 2) stored, up int, "
                + "foreign key (y, x) references parent (b, a), foreign key (up) references child (id))\(ending)"
        )
        let child = try await facts(try await run(place.session, "select * from child"), place.session, dialect)
        #expect(child.name.name == "child" && child.hasTransactions)
        #expect(child.columns.map(\.name) == ["id", "x", "y", "twice", "up"])
        #expect(child.columns.map(\.isKey) == [true, false, false, false, false])
        #expect(child.columns.map { $0.generated != nil } == [!isMySQL, false, false, true, false])
        #expect(child.columns.map(\.mayBeNull) == [false, false, true, true, true])
        #expect(child.columns.map(\.hasDefault).prefix(3) == [true, true, false])
        let outer = try #require(child.references.first { $0.other.name == "parent" })
        #expect(outer.pairs.map(\.mine) == ["y", "x"] && outer.pairs.map(\.theirs) == ["b", "a"])
        #expect(child.referrers.map(\.other.name) == ["child"])
        let parent = try await facts(
            try await run(place.session, "select note, a, b from parent"), place.session, dialect)
        #expect(Set(parent.key) == [0, 1])
        #expect(parent.referrers.map(\.other.name) == ["child"])
        try await place.make("insert into parent values (1, 'k''\(isMySQL ? "\\\\" : "\\")', null)")
        try await place.make("insert into child (x, y) select a, b from parent")
        let rows = try await run(place.session, "select * from child")
        let values = Dictionary(uniqueKeysWithValues: rows.values[0].enumerated().map { ($0, old($1)) })
        let statement = RowStatement(child, hasBackslashEscapes: isMySQL)
        let found = try await run(place.session, try #require(statement.select(outer, row: values)))
        #expect(found.failure == nil && found.values.count == 1)
        // The value of `up` is NULL, so it refers to nothing.
        let up = try #require(child.references.first { $0.other.name == "child" })
        #expect(statement.select(up, row: values) == nil)
        try await place.make("create view looking as select * from child")
        let view = try await run(place.session, "select * from looking")
        let refusal = RowStatement(try await facts(view, place.session, dialect), hasBackslashEscapes: isMySQL).refusal
        #expect(refusal?.why == "it is a view")
        // A new row with defaults only, with some values.
        let inserted = try await run(
            place.session, statement.insert([(1, .text("1")), (2, .null), (4, .standard)]).sql)
        #expect(inserted.failure == nil && inserted.touched == 1, "\(inserted.failure ?? "")")
        #expect(try await run(place.session, statement.insert([]).sql).touched == 1)
        if !isMySQL {
            try await place.make(
                "create table whole (id int primary key, up int references whole) partition by list (id)")
            try await place.make("create table part partition of whole for values in (1, 2)")
            for name in ["whole", "part"] {
                let rows = try await run(place.session, "select * from \(name)")
                let facts = try await facts(rows, place.session, dialect)
                #expect(facts.references.map(\.other.name) == ["whole"] && facts.key == [0], "\(name)")
                #expect(facts.referrers.map(\.other.name) == ["whole"])
            }
        }
        if isMySQL {
            try await place.make("create table plain (id int primary key) engine=myisam")
            let plain = try await facts(try await run(place.session, "select * from plain"), place.session, dialect)
            #expect(!plain.hasTransactions)
        }
        await place.session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `keys of many types identify their row, and can be changed themselves`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        if dialect == .postgresql {
            try await place.make("create type mood as enum ('it''s', 'ok')")
            try await place.make(
                "create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false)")
        }
        let unfit = [
            "json", "xml", "point", "line", "box", "path", "polygon", "circle", "point[]", "json[]", "pair", "positive",
            "jsonpath", "text", "longtext", "blob", "geometry", "bit(1)", "interval",
            "varchar(20) collate utf8mb4_general_ci",
        ]
        let samples = (dialect == .postgresql ? Self.postgreSQL : Self.mySQL).enumerated().filter {
            !unfit.contains($0.element.type) || dialect == .postgresql && $0.element.type == "text"
        }
        #expect(samples.count > 20)
        for (number, sample) in samples {
            let name = "k\(number)"
            try await place.make("create table \(name) (n int, v \(sample.type), primary key (v))")
            try await place.make("insert into \(name) values (1, \(sample.first)), (2, \(sample.second))")
            let read = try await run(place.session, "select n as v, v as n from \(name) order by 1")
            try #require(read.values.count == 2, "\(sample.type)")
            let facts = try await facts(read, place.session, dialect)
            #expect(facts.key == [1])
            let statement = RowStatement(facts, hasBackslashEscapes: dialect == .mysql)
            let row = [0: old(read.values[0][0]), 1: old(read.values[0][1])]
            let update = try statement.update(0, to: .text("7"), row: row).sql
            let changed = try await run(place.session, update)
            let shown = String(decoding: update, as: UTF8.self)
            #expect(changed.failure == nil && changed.touched == 1, "\(shown): \(changed.failure ?? "")")
            // The key takes the value of the other row, which is gone by then.
            let other = [0: old(read.values[1][0]), 1: old(read.values[1][1])]
            let delete = try statement.delete(row: other).sql
            #expect(try await run(place.session, delete).touched == 1, "\(String(decoding: delete, as: UTF8.self))")
            let value = typed(read.values[1][1], facts.columns[1], dialect)
            let moved = try statement.update(1, to: value, row: row).sql
            #expect(try await run(place.session, moved).touched == 1, "\(String(decoding: moved, as: UTF8.self))")
            guard let back = statement.readBack([0, 1], after: 1, value, row: row) else {
                #expect(dialect == .mysql && facts.columns[1].isBytes, "\(sample.type)")
                continue
            }
            #expect(try await run(place.session, back).values == [[Array("7".utf8), read.values[1][1]]], "\(shown)")
        }
        await place.session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `hostile names and composite keys are quoted`(_ engine: String) async throws {
        let place = try await CatalogPlace(engine, sandbox)
        let dialect = place.dialect
        let quote = dialect == .postgresql ? "\"" : "`"
        try await place.make("create table keep (id int primary key)")
        for name in [
            "'; drop table keep; --", "\"; drop table keep; --", "`; drop table keep; --", "a\\", "a.b", "Mixed", "漢",
            "select", "e\u{301}\"\u{301}`\u{301}", "line\nbreak",
        ] {
            func quoted(_ name: String) -> String {
                var text = String.UnicodeScalarView()
                for scalar in name.unicodeScalars {
                    if String(scalar) == quote { text.append(scalar) }
                    text.append(scalar)
                }
                return quote + String(text) + quote
            }
            let (table, a, b) = (quoted(name), quoted(name + "1"), quoted(name + "2"))
            try await place.make(
                "create table \(table) (\(a) int, \(b) varchar(9), \(table) int, primary key (\(b), \(a)))")
            try await place.make("insert into \(table) values (1, 'x', 5), (1, 'y', 5), (2, 'x', 5)")
            let read = try await run(place.session, "select * from \(table) where \(a) = 1 and \(b) = 'y'")
            let facts = try await facts(read, place.session, dialect)
            #expect(facts.columns.map(\.name) == [name + "1", name + "2", name] && facts.key == [0, 1])
            let statement = RowStatement(facts, hasBackslashEscapes: dialect == .mysql)
            let row = Dictionary(uniqueKeysWithValues: read.values[0].enumerated().map { ($0, old($1)) })
            #expect(try await run(place.session, statement.update(2, to: .text("6"), row: row).sql).touched == 1)
            #expect(try await run(place.session, statement.delete(row: row).sql).touched == 0)
            let added = try statement.insert([(0, .text("9")), (1, .text("'")), (2, .standard)])
            #expect(try await run(place.session, added.sql).touched == 1)
            #expect(try await run(place.session, "select 1 from \(table)").values.count == 4)
        }
        #expect(try await run(place.session, "select * from keep").failure == nil)
        await place.session.close()
    }

    @Test func `MySQL's literals mean the same with NO_BACKSLASH_ESCAPES`() async throws {
        let place = try await CatalogPlace("ferry", sandbox)
        try await place.make("create table t (id int primary key, v varchar(90))")
        try await place.make("insert into t values (1, 'old\\\\')")
        try await place.make("set sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,STRICT_ALL_TABLES'")
        let read = try await run(place.session, "select * from t")
        let facts = try await facts(read, place.session, .mysql)
        #expect(await place.session.state().hasBackslashEscapes == false)
        let statement = RowStatement(facts, hasBackslashEscapes: false)
        var current = read.values[0][1]
        for next in ["\\", "'\\'", "a\\'b\"", "\u{0}\\"] {
            let text = try statement.update(1, to: .text(next), row: [0: old([0x31]), 1: old(current)])
            #expect(try await run(place.session, text.sql).touched == 1, "\(String(decoding: text.sql, as: UTF8.self))")
            current = try await run(place.session, "select v from t").values[0][0]
            #expect(current == Array(next.utf8))
        }
        await place.session.close()
    }

    @Test func `PostgreSQL's literals mean the same without standard_conforming_strings`() async throws {
        let place = try await CatalogPlace("harbor", sandbox)
        try await place.make("create table t (id int primary key, v text)")
        try await place.make("insert into t values (1, 'old\\')")
        for setting in ["off", "on"] {
            try await place.make("set standard_conforming_strings = \(setting)")
            let read = try await run(place.session, "select * from t")
            let statement = RowStatement(try await facts(read, place.session, .postgresql), hasBackslashEscapes: true)
            let row = [0: old([0x31]), 1: old(read.values[0][1])]
            let text = try statement.update(1, to: .text("\\'\(setting)\\"), row: row)
            #expect(try await run(place.session, text.sql).touched == 1)
            #expect(try await run(place.session, "select v from t").values == [[Array("\\'\(setting)\\".utf8)]])
        }
        await place.session.close()
    }
}
