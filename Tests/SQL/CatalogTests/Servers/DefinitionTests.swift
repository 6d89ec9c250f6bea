import Catalog
import Failures
import Foundation
import SQLWire
import TestSupport
import Testing

/// `\sv`, `\sf`, `\ev` and `\ef` compared with psql's byte for byte.
@Suite struct DefinitionTests {
    /// Views with every set of options, over queries with quotes, recursion and semicolons.
    private static let views: [(name: String, sql: String)] = {
        let options = [
            "", "security_barrier", "security_barrier = false", "security_invoker = on",
            "security_invoker, security_barrier",
        ]
        var views: [(String, String)] = []
        for option in options {
            for check in ["", "with local check option", "with cascaded check option"] {
                let (name, with) = ("gen_\(views.count)", option.isEmpty ? "" : "with (\(option))")
                views.append(
                    (name, "create view cat.\(name) \(with) as select id, code from cat.parent where id > 1 \(check)"))
            }
        }
        for name in ["\"Mixed\"", "\"sel\"\"ect\"", "\"table\"", "\"a.b\"", "\"ü\"", "\"with \"\";\"\" it\"", "plain$"]
        {
            views.append(
                (name, "create view cat.\(name) with (security_barrier) as select 'a;b\\c''' as \"x;\", 1 as \"A b\""))
        }
        return views + [
            ("rec", "create recursive view cat.rec(n) as values (1) union all select n + 1 from rec where n < 9"),
            (
                "opt",
                "create view cat.opt with (check_option = local, security_barrier = off) as select id from cat.refs"
            ),
        ]
    }()

    private static let functions = [
        """
        f1(a int, b text default 'x;y', variadic c int[] default '{}') returns table (x int, y text) language sql \
        stable strict parallel safe cost 5 rows 7 as 'select 1, ''a'''
        """,
        """
        f2(out a int, inout b text) security definer leakproof set search_path = cat, public set work_mem = '64MB' \
        language plpgsql as $$ -- a comment in the head
        begin /* and; another */ end $$
        """,
        "f3(a int) returns int language sql immutable parallel restricted return a + 1",
        "f4(a int) returns int language sql begin atomic select a; select a + 2; end",
        "f5() returns trigger language plpgsql cost 1000 as 'begin return new; end'",
        "f6(internal) returns internal language internal as 'int4_sum'",
        "f7(int) returns setof int language sql rows 3 set datestyle to 'iso, mdy' as 'select 1'",
        "\"f 8\"(\"A b\" \"char\", x timestamp with time zone, y numeric(3,1)[]) returns void language sql as ''",
        "f9(a int) returns int language sql as 'select 1'", "f9(a text) returns int language sql as 'select 2'",
        "f9(a double precision, b character varying) returns int language sql as 'select 3'",
        "f9(a cat.mood, b \"Odd Schema\".\"Odd \"\"Table\"\"\"[]) returns int language sql as 'select 4'",
    ]

    @Test(arguments: PostgreSQLRelease.allCases)
    func `definitions equal psql's and recreate the same view`(_ release: PostgreSQLRelease) throws {
        let server = try CatalogServer.of(release)
        let make =
            Self.views.map(\.sql) + Self.functions.map { "create function cat.\($0)" }
            + ["create procedure cat.proc2(a int, inout b int) language plpgsql security definer as 'begin end'"]
        _ = try server.run("create schema if not exists cat;\n" + make.map { $0 + ";\n" }.joined())
        let signatures = try server.tables([
            """
            select p.oid::regprocedure from pg_proc p join pg_namespace n on n.oid = p.pronamespace \
            where n.nspname = 'cat' and p.prokind <> 'a' order by 1;
            """
        ])[0].rows.map { $0[0] }
        #expect(signatures.count > 15)
        let commands =
            Self.views.map { "sv cat.\($0.name)" } + signatures.map { "sf \($0)" }
            + Self.views.map { "sv+ cat.\($0.name)" } + signatures.map { "sf+ \($0)" }
            + ["sv cat.v_opts", "sf  f_def ; ", "sf f9( int )", "sf cat.f9(float8,  varchar)"]
        // Before version 17 psql treats a trailing semicolon as part of the name.
        let theirs = try server.answers(commands.map { $0.hasSuffix("; ") ? "\\\($0.dropLast(2))" : "\\\($0)" })
        let plain = "\\pset format unaligned\n\\pset tuples_only on\n"
        let ours = try server.answers([plain] + commands.map { try Self.query($0).sql + "\\g" })
        for (command, (their, our)) in zip(commands, zip(theirs, ours.dropFirst())) {
            // psql omits the line end after a function, whose text has one.
            let (our, their) = (our.trimmingCharacters(in: .newlines), their.trimmingCharacters(in: .newlines))
            #expect(our == their, "\\\(command) of \(release)")
        }
        // PostgreSQL resets every option that CREATE OR REPLACE does not name.
        let options =
            "select relname, array(select unnest(reloptions) order by 1) from pg_class where relkind = 'v' order by 1;"
        let before = try server.answers([options])
        for view in Self.views {
            let (query, sql) = try Self.query("ev cat.\(view.name) 1")
            let text = try EditedDefinition(try server.tables([sql + "\\g"])[0].catalogRows, query).text
            _ = try server.run(text + "\n")
        }
        #expect(try server.answers([options]) == before)
        let drops =
            Self.views.map { "view cat.\($0.name)" } + signatures.filter { $0.contains("f9(") }.map { "function \($0)" }
            + ["procedure cat.proc2", "function cat.\"f 8\""] + (1...7).map { "function cat.f\($0)" }
        _ = try server.run(drops.map { "drop \($0);\n" }.joined())
    }

    @Test(arguments: [
        ("ef agg_sum", "agg_sum(integer) is an aggregate function"), ("ev mv", "cat.mv is a materialized view"),
        ("ef nowhere", "there is no function nowhere"), ("ev nowhere", "there is no view nowhere"),
        ("ef trig(nosuchtype)", "there is no function trig(nosuchtype)"),
        ("ef pg_catalog.abs", "is not the only one of its name"),
    ])
    func `a definition that cannot be edited is refused with the reason`(_ command: String, _ words: String) throws {
        let (query, sql) = try Self.query(command)
        let rows = try CatalogServer.of(.eighteen).tables([sql + "\\g"])[0].catalogRows
        do {
            Issue.record("\(try EditedDefinition(rows, query).text)")
        } catch {
            #expect(error.what.contains(words), "\(error.what)")
        }
    }

    @Test func `a materialized view is shown with its storage`() throws {
        let server = try CatalogServer.of(.seventeen)
        _ = try server.run(
            "create materialized view cat.mv2 using heap2 with (fillfactor = 70) as select 1 as a with no data;\n")
        let answer = try server.answers([
            "\\pset format unaligned\n\\pset tuples_only on\n", try Self.query("sv mv2").sql + "\\g",
        ])[1]
        #expect(
            answer == """
                CREATE MATERIALIZED VIEW cat.mv2
                 USING heap2
                 WITH (fillfactor='70') AS
                 SELECT 1 AS a
                 WITH NO DATA

                """)
        _ = try server.run("drop materialized view cat.mv2;\n")
    }

    @Test(arguments: ["f(a int)", "f(int", "f(int))", "f(in't)", "f(int) x", "f(;drop)", "f(\"x)", "f(int,,text)"])
    func `argument types that the server cannot parse are never sent`(_ name: String) {
        let parsed = WorkspaceCommand.parse(name: "sf", arguments: Array(" \(name)".utf8), dialect: .postgresql)
        #expect(throws: Failure.self) { try parsed.get() }
    }

    private static func query(_ command: String) throws -> (query: CatalogQuery, sql: String) {
        let words = command.split(separator: " ", maxSplits: 1)
        let parsed = WorkspaceCommand.parse(
            name: String(words[0]), arguments: Array(" \(words[1])".utf8), dialect: .postgresql)
        switch try parsed.get() {
        case .query(let query), .editDefinition(let query):
            return (query, String(decoding: query.sections[0].sql, as: UTF8.self))
        default: throw CocoaError(.coderInvalidValue)
        }
    }
}

extension AnswerTable {
    /// The same in the form of a session's answer; an empty text means NULL.
    var catalogRows: CatalogRows {
        var answer = CatalogRows()
        answer.take(.columns(columns.map { Column(name: Array($0.utf8), kind: .text) }))
        var batch = RowBatch(columnCount: columns.count)
        for row in rows {
            batch.appendRow(counts: row.map { $0.isEmpty ? nil : $0.utf8.count }) { room in
                room.copyBytes(from: row.flatMap(\.utf8))
            }
        }
        answer.take(.rows(batch))
        return answer
    }
}
