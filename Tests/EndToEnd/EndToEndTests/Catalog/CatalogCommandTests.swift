import Catalog
import Failures
import Foundation
import SQLWire
import TestSupport
import Testing

@testable import Sandbox

@Suite struct CatalogCommandTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private func dialect(_ engine: String) -> Dialect { engine == "harbor" ? .postgresql : .mysql }

    @Test(arguments: SessionTests.engines)
    func `every catalogue command runs without an error for any privileges`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let dialect = dialect(engine)
        // An error would abort PostgreSQL's transaction.
        _ = try await session.collect("begin")
        var commands = 0
        for entry in CommandEntry.all(dialect) where entry.topic == .catalogue || entry.names[0] == "activity" {
            let suffixes = ["", "+", "S", "S+"].filter { $0.allSatisfy(entry.suffixes.contains) }
            for name in entry.names.flatMap({ name in suffixes.map { name + $0 } }) {
                let patterns =
                    entry.arguments.hasPrefix("[")
                    ? ["", "ves*", "nothing_there_*", "\"a'b\""]
                    : entry.arguments.isEmpty
                        ? [""]
                        : dialect == .mysql && entry.names[0].hasSuffix("v")
                            ? ["harbour_board", "`harbor`.`harbour_board`"]
                            : ["vessel_fees", "harbour_board", "pg_catalog.sum"]
                for pattern in patterns where name.first != "d" || name.count > 2 || !pattern.hasSuffix("_*") {
                    if dialect == .postgresql || !pattern.contains("\"") || !name.hasPrefix("d") || name.hasPrefix("dt")
                    {
                        _ = try? await session.show(name, " " + pattern, dialect)
                        commands += 1
                    }
                }
            }
        }
        #expect(commands > 60)
        #expect(await session.state().transaction == .open)
        await session.close()
    }

    @Test(arguments: SessionTests.engines)
    func `lists contain the sandbox's objects`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let dialect = dialect(engine)
        let tables = ["berths", "calls", "cargo", "sensor_readings", "vessels"]
        #expect(try await session.show("dt", "", dialect)["Tables"]?.column(1) == tables)
        #expect(try await session.show("dt+", "", dialect)["Tables"]?.column(1) == tables)
        #expect(try await session.show("dt", " ves*", dialect)["Tables"]?.column(1) == ["vessels"])
        #expect(try await session.show("dt", " ?alls", dialect)["Tables"]?.column(1) == ["calls"])
        #expect(try await session.show("dv", "", dialect)["Views"]?.column(1) == ["harbour_board"])
        let all = try await session.show("d", "", dialect)["Relations"]?.column(1) ?? []
        #expect(Set(all).isSuperset(of: tables + ["harbour_board"]))
        #expect(try await session.show("df", "", dialect)["Functions"]?.column(1) == ["vessel_fees"])
        #expect(try await session.show("l", "", dialect)["Databases"]?.column(0).contains("harbor") == true)
        let indexes = try await session.show("di", "", dialect)["Indexes"] ?? []
        #expect(indexes.contains { $0.contains("calls_berth_eta") && $0.contains("calls") })
        let schemas = try await session.show("dn", "", dialect).values.first?.column(0) ?? []
        #expect(schemas.contains(engine == "harbor" ? "public" : "harbor"))
        let definition = try await session.show("sf", " vessel_fees", dialect)
        // MariaDB shows a body only to its owner.
        let words = engine == "harbor" ? "sum(" : "vessel_fees"
        #expect(definition.values.joined().joined().compactMap { $0 }.contains { $0.contains(words) })
        let view = try await session.show("sv", " harbour_board", dialect)
        #expect(view.values.joined().joined().compactMap { $0 }.contains { $0.contains("cargo_lots") })
    }

    @Test(arguments: [
        "algorithm = merge sql security invoker view v as select a from t where a > 1 with cascaded check option",
        "algorithm = temptable view v as select a, count(*) as n from t group by a",
        "sql security definer view v as select a from t where a > 1 with local check option",
        "view v as select a, 'x;`y' as `b``c`, \"q\" as d from t", "view `v` (`p q`) as select a from t",
    ])
    func `a view of MySQL is shown and edited with all its options`(_ statement: String) async throws {
        let place = try await CatalogPlace("ferry", sandbox)
        try await place.make("create table t (a int)")
        try await place.make("create \(statement)")
        let show = Array("show create view v".utf8)
        let before = try await place.session.answer(show).rows
        let shown = try await place.session.show("sv", " v", .mysql)
        let definition = try #require(before.first?[1])
        #expect(shown["Definition"]?.first?.contains(definition) == true)
        #expect(shown["View"]?.count == 1)
        guard
            case .editDefinition(let query) = try WorkspaceCommand.parse(
                name: "ev", arguments: Array(" v".utf8), dialect: .mysql
            ).get()
        else { throw CocoaError(.coderInvalidValue) }
        let answer = try await place.session.answer(query.sections[0].sql)
        try await place.make(try EditedDefinition(answer, query).text.trimmingCharacters(in: [";"]))
        #expect(try await place.session.answer(show).rows == before)
        await place.session.close()
    }

    @Test func `KILL uses Amazon's procedure if the user may call it`() async throws {
        let place = try await CatalogPlace("ferry", sandbox)
        #expect(try await place.session.answer(ManagedKill.question).rows == [])
        #expect(ManagedKill.call(7) == Array("CALL mysql.rds_kill_query(7)".utf8))
        await place.session.close()
    }

    @Test func `PostgreSQL's own kinds of objects are listed`() async throws {
        let session = try await sandbox.session("harbor")
        let types = try await session.show("dT", "", .postgresql)["Types"] ?? []
        #expect(types.column(1) == ["call_status", "vessel_kind"])
        #expect(types.column(3).first == "announced, waiting, alongside, departed, cancelled")
        #expect(try await session.show("dx", "", .postgresql)["Extensions"]?.column(0) == ["plpgsql"])
        let sequences = try await session.show("ds", "", .postgresql)["Sequences"]?.column(1) ?? []
        #expect(sequences == ["berths_id_seq", "calls_id_seq", "cargo_id_seq", "vessels_id_seq"])
        let roles = try await session.show("du", "", .postgresql)["Roles"] ?? []
        let groups = "harbor_write, pg_read_all_stats, pg_signal_backend, rds_iam"
        #expect(roles.first { $0[0] == "jane_doe" }?[2] == groups)
        let privileges = try await session.show("dp", " vessels", .postgresql)["Access privileges"] ?? []
        #expect(privileges.first?[3]?.contains("harbor_read=r/harbor_owner") == true)
    }

    @Test(arguments: SessionTests.engines)
    func `a description has all parts of a table`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let dialect = dialect(engine)
        let calls = try await session.show("d+", " calls", dialect)
        let columns = try #require(calls["Columns"])
        #expect(columns.column(0).prefix(4) == ["id", "vessel_id", "berth_id", "status"])
        #expect(columns.first { $0[0] == "eta" }?.contains("not null") == true)
        #expect(columns.first { $0[0] == "pilot" }?.contains("not null") == false)
        let indexes = try #require(calls["Indexes"])
        #expect(indexes.first?[1] == "primary key")
        #expect(indexes.contains { $0[0] == "calls_berth_eta" && $0[2]?.contains("berth_id, eta") == true })
        let keys = try #require(calls["Foreign keys"])
        #expect(keys.count == 2)
        #expect(keys.joined().contains { $0?.contains("vessels") == true })
        let references = try #require(calls["Referenced by"])
        #expect(references.count == 1)
        #expect(references[0].contains("cargo"))
        let vessels = try await session.show("d", " vessels", dialect)
        #expect(vessels["Checks"]?.isEmpty == false)
        #expect(vessels["Facts"]?.first?.contains("Every vessel that ever announced itself") == true)
        #expect(vessels["Columns"]?.contains { $0.last == "NULL: unknown. Empty: has none." } == true)
        let view = try await session.show("d", " harbour_board", dialect)
        #expect(view["Columns"]?.column(0).contains("cargo_lots") == true)
        #expect(view["Definition"]?.joined().contains { $0?.lowercased().contains("select") == true } == true)
    }

    @Test(arguments: SessionTests.engines)
    func `a missing object is reported`(_ engine: String) async throws {
        let session = try await sandbox.session(engine)
        let parsed = WorkspaceCommand.parse(name: "d", arguments: Array(" no_such*".utf8), dialect: dialect(engine))
        guard case .describe(let describe) = try parsed.get() else {
            Issue.record("no description")
            return
        }
        guard case .failure(let failure) = describe.queries(for: try await session.answer(describe.lookup.sql).rows)
        else {
            Issue.record("something was found")
            return
        }
        #expect(failure.what == "Did not find any relation named no_such*")
    }

    @Test func `kinds of relations that the sandbox lacks are described, too`() async throws {
        let place = try await CatalogPlace("harbor", sandbox)
        try await place.make(
            """
            create table parent (id int generated always as identity, day date not null,
                total numeric generated always as (id * 2) stored, name text collate "C") partition by range (id)
            """)
        try await place.make("alter table parent add primary key (id)")
        try await place.make("create table child partition of parent for values from (1) to (10)")
        try await place.make("create materialized view mat as select 1 as one")
        try await place.make("create unique index mat_one on mat (one) where one > 0")
        try await place.make("create sequence seq increment 5")
        try await place.make("create type pair as (a int, b text); create domain positive as int check (value > 0)")
        try await place.make("create function tell() returns trigger language plpgsql as 'begin return new; end'")
        try await place.make("create trigger tell before insert on child for each row execute function tell()")
        try await place.make("alter table child enable row level security; create policy mine on child using (id > 0)")
        try await place.make("create rule quiet as on delete to child do instead nothing")
        try await place.make("create statistics stats on id, day from child")
        try await place.make("create table grown (a int); insert into grown values (1)")
        try await place.make("alter table grown add b int default 7")
        let parent = try await place.session.show("d+", " parent", .postgresql)
        #expect(
            parent["Columns"]?.column(4) == ["generated always as identity", "generated always as ((id * 2)) stored"])
        #expect(parent["Columns"]?.last?[2] == "C")
        #expect(parent["Partitions"]?.first?[2] == "FOR VALUES FROM (1) TO (10)")
        #expect(parent["Facts"]?.first?.contains("RANGE (id)") == true)
        let child = try await place.session.show("d", " child", .postgresql)
        for section in ["Triggers", "Policies", "Rules", "Statistics", "Partition of"] {
            #expect(child[section]?.count == 1, "\(section)")
        }
        let mat = try await place.session.show("d", " mat", .postgresql)
        #expect(mat["Definition"]?.first?[0]?.contains("SELECT 1 AS one") == true)
        #expect(try await place.session.show("d", " mat_one", .postgresql)["Facts"]?.first?[6] == "(one > 0)")
        let sequence = try await place.session.show("d", " seq", .postgresql)["Facts"]?.first
        #expect(sequence?[0] == "bigint" && sequence?[5] == "5")
        #expect(try await place.session.show("d", " pair", .postgresql)["Columns"]?.column(0) == ["a", "b"])
        #expect(try await place.session.show("dD", "", .postgresql)["Domains"]?.first?[6] == "CHECK (VALUE > 0)")
        // The catalogue stores the value of an added column.
        #expect(try await place.session.show("d", " grown", .postgresql)["Columns"]?.last?[4] == "7")
        #expect(try await place.session.show("dtvmsi", "", .postgresql)["Relations"]?.count ?? 0 > 8)
        await place.session.close()
    }

    @Test func `MariaDB's partitions, checks, triggers, sequences and temporary tables are described`() async throws {
        let place = try await CatalogPlace("ferry", sandbox)
        try await place.make(
            """
            create table parts (id int primary key auto_increment, a int default 3 comment 'it''s',
                b int generated always as (a * 2) stored, c varchar(20), check (a > 0), constraint pos check (b >= 0),
                key ab (a, b desc), key pre (c(5)))
            """)
        try await place.make("create table other (a int, constraint pos check (a > 5))")
        try await place.make("create trigger tr before insert on parts for each row set new.c = 'x'")
        try await place.make(
            "create table pp (id int, y int) partition by range (y) (partition p0 values less than (10), "
                + "partition p1 values less than maxvalue)")
        try await place.make("create sequence sq")
        try await place.make("create temporary table tt (only_here int)")
        let parts = try await place.session.show("d+", " parts", .mysql)
        #expect(parts["Columns"]?.first { $0[0] == "b" }?[5]?.contains("`a` * 2") == true)
        #expect(parts["Indexes"]?.map { $0[2] } == ["id", "a, b DESC", "c(5)"])
        #expect(parts["Checks"]?.column(0) == ["CONSTRAINT_1", "pos"])
        #expect(parts["Triggers"]?.first?[1] == "before insert")
        #expect(parts["Definition"]?.first?[1]?.hasPrefix("CREATE TABLE `parts`") == true)
        #expect(try await place.session.show("d", " pp", .mysql)["Partitions"]?.column(0) == ["p0", "p1"])
        #expect(try await place.session.show("d", " sq", .mysql)["Definition"]?.isEmpty == false)
        #expect(try await place.session.show("d", " tt", .mysql)["Columns"]?.first?[0] == "only_here")
        #expect(try await place.session.show("ds", "", .mysql)["Sequences"]?.column(1) == ["sq"])
        await place.session.close()
    }

    @Test func `a search path with hostile objects has no effect`() async throws {
        let place = try await CatalogPlace("harbor", sandbox)
        try await place.make(
            "create table vessels (id int primary key, name text default 'x' not null, check (id > 0))")
        try await place.make("create schema evil")
        let types = [
            ("name", "name"), ("name", "text"), ("text", "text"), ("oid", "oid"), ("\"char\"", "\"char\""),
            ("int2", "int2"), ("int4", "int4"), ("int8", "int8"), ("float4", "float4"), ("bool", "bool"),
        ]
        for (left, right) in types {
            try await place.make(
                """
                create function evil.boom(\(left), \(right)) returns boolean language plpgsql
                    as 'begin raise exception ''hijacked''; end'
                """)
            for name in ["=", "<>", "<", ">", "<=", ">=", "~", "!~", "||", "~~"] {
                try await place.make(
                    "create operator evil.\(name) (leftarg = \(left), rightarg = \(right), function = evil.boom)")
            }
        }
        try await place.make(
            """
            create view evil.pg_class as select 1 as oid; create view evil.pg_namespace as select 1 as oid;
            create function evil.pg_table_is_visible(oid) returns boolean language sql as 'select false';
            create function evil.concat(text, text) returns text language sql as 'select ''hijacked''';
            create domain evil.int8 as text; create domain evil.text as pg_catalog.text
            """)
        try await place.make("set search_path = evil, public, pg_catalog")
        #expect(try await place.session.collect("select 'a'::name = 'b'::name").failures.first?.text == "hijacked")
        var commands = 0
        for entry in CommandEntry.all(.postgresql) where entry.topic == .catalogue || entry.names[0] == "activity" {
            for suffix in ["", "+"] where suffix.allSatisfy(entry.suffixes.contains) {
                let argument =
                    entry.arguments.hasPrefix("[") ? ["", " ves*"] : entry.arguments.isEmpty ? [""] : [" boom"]
                for argument in argument {
                    if let shown = try? await place.session.show(entry.names[0] + suffix, argument, .postgresql) {
                        commands += 1
                        #expect(!shown.values.joined().joined().contains("hijacked"))
                    }
                }
            }
        }
        #expect(commands > 50)
        let described = try await place.session.show("d+", " public.vessels", .postgresql)
        #expect(described["Columns"]?.column(0) == ["id", "name"])
        await place.session.close()
    }

    @Test func `an idle session is distinguished from one whose statement was cancelled`() async throws {
        let place = try await CatalogPlace("harbor", sandbox)
        let other = try await place.another()
        _ = try await other.collect("begin")
        let number = await other.state().identifier
        let idle = try await place.session.show("kill", " \(number)", .postgresql).values.joined()
        #expect(idle.first?.last??.contains("SELECT pg_terminate_backend(\(number))") == true, "\(idle)")
        #expect(await other.state().transaction == .open)
        async let ended = other.collect("select pg_sleep(1000)")
        var said = ""
        while !said.hasPrefix("asked") {
            let rows = try await place.session.show("kill", " \(number)", .postgresql).values.joined()
            said = rows.first?.compactMap { $0 }.last ?? ""
        }
        #expect(try await ended.failures.map(\.sqlState) == ["57014"])
        let none = try await place.session.show("kill", " 2147483647", .postgresql).values.joined()
        #expect(none.first?.last == "there is no such session")
    }
}
