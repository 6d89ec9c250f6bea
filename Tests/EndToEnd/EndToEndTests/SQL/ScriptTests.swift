import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// `sql -f` handles a file like psql.
@Suite struct ScriptTests {
    private let databases: TwoDatabases
    private let folder: TemporaryDirectory

    init() throws {
        databases = try TwoDatabases(try SharedSandbox.description.get())
        folder = try TemporaryDirectory()
    }

    private func expectSameRun(
        _ script: String, stopping: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Program {
        try folder.write(script, to: "script.sql")
        return try databases.expectSameRun(
            "script.sql", in: folder.path, stopping: stopping, sourceLocation: sourceLocation)
    }

    @Test(arguments: [false, true])
    func `a successful script leaves the same data`(stopping: Bool) throws {
        try folder.write(PostgreSQLScripts.included, to: "included.sql")
        try folder.write(PostgreSQLScripts.deeper, to: "deeper/included.sql")
        try folder.write(PostgreSQLScripts.beside, to: "deeper/beside.sql")
        let run = try expectSameRun(PostgreSQLScripts.fine, stopping: stopping)
        let open = "quarterdeck: warning: a transaction was still open at the end; the server rolls it back\n"
        #expect(run.errors == "NOTICE:  a notice\nWARNING:  a warning\nDETAIL:  d\n" + open)
    }

    @Test func `lines may end as on Windows`() throws {
        let script = "create table t (a text);\r\ninsert into t values ('x\r\ny');\r\nselect * from t;\r\n"
        _ = try expectSameRun(script + "copy t from stdin;\r\none\r\n\\.\r\nselect count(*) from t;\r\n")
    }

    @Test func `errors are the same when the whole script runs`() throws {
        let run = try expectSameRun(PostgreSQLScripts.failing)
        let lines = Refused.byPostgreSQL(run.errors).map(\.line)
        #expect(lines == [3, 4, 5, 7, 11, 17, 19, 22, 23, 24, 27, 28, 30, 31, 35, 36, 37])
    }

    @Test func `rows before an error are kept`() throws {
        let sandbox = try SharedSandbox.description.get()
        let query = "select id, 10 / (3 - id) as quotient from generate_series(1, 5) as s (id)"
        let run = try sandbox.sql("harbor", ["--format", "csv"], input: query)
        #expect(run.text == "id,quotient\n1,5\n2,10\n")
        #expect(
            run.errors == "quarterdeck: warning: INCOMPLETE: the result broke off after 2 rows\n"
                + "quarterdeck: standard input:1: ERROR 22012: division by zero\n")
    }

    @Test(arguments: [false, true])
    func `a missing file is an error like any other`(stopping: Bool) throws {
        try folder.write("insert into t values (2);\n\\ir nowhere.sql\ninsert into t values (3);\n", to: "part.sql")
        let script = """
            create table t (n int);
            insert into t values (1);
            \\i nowhere/at/all.sql
            insert into t values (4);
            \\i part.sql
            \\i .
            insert into t values (5);

            """
        try folder.write(script, to: "script.sql")
        _ = try databases.theirRun("script.sql", in: folder.path, stopping: stopping)
        let run = try databases.ourRun("script.sql", in: folder.path, stopping: stopping)
        #expect(try databases.content(databases.ours) == databases.content(databases.theirs))
        #expect(run.status == (stopping ? 66 : 1))
        #expect(run.errors.contains("quarterdeck: script.sql:3: "))
        #expect(run.errors.contains("part.sql:2: ") == !stopping)
        #expect(run.errors.contains("script.sql:6: ") == !stopping)
    }

    @Test func `the first error is the same, and no output follows it`() throws {
        let run = try expectSameRun(PostgreSQLScripts.failing, stopping: true)
        #expect(Refused.byPostgreSQL(run.errors).map(\.line) == [3])
    }

    @Test(arguments: [
        "select 1;\nselect nope;\nselect 2;", "begin;\ncreate table t ();\nselect 1/0;\ncommit;",
        "create table t (a int);\ncopy t from stdin;\n1\nx\n\\.\nselect 1;",
        "select 1\\; select 1/0\\; select 2;\nselect 3;",
        "create table t (a int);\ninsert into t values (1); select 1 from", "\\echo here\nselect (1;\nselect 2;",
        "do $$ begin\nraise notice 'n';\nperform 1/0;\nend $$;\nselect 1;",
        "create table t (a int);\ncopy t from stdin;\n1\n2",
        "create function f() returns int begin atomic select 1; select nope; end;\nselect 1;",
    ])
    func `a script stops where psql stops`(script: String) throws {
        _ = try expectSameRun(script, stopping: true)
    }

    @Test(arguments: [
        [], ["--inserts", "--rows-per-insert=7"], ["--column-inserts", "--quote-all-identifiers"],
        ["--clean", "--if-exists", "--disable-triggers"],
    ])
    func `a dump is restored`(options: [String]) throws {
        let dump = try databases.dump("harbor", ["--exclude-table-data=sensor_readings"] + options)
        let run = try expectSameRun(dump, stopping: true)
        #expect(run.status == 0)
        let restored = String(decoding: try databases.content(databases.ours), as: UTF8.self)
        #expect(restored.contains("COPY public.vessels") && restored.contains("長江") == dump.contains("長江"))
    }

    @Test func `a dump in another encoding is restored`() throws {
        var bytes = Array("\\encoding LATIN1\ncreate table t (a text);\ninsert into t values ('".utf8)
        bytes += [0xE9] + Array("');\ncopy t from stdin;\n".utf8)
        bytes += [0xFC, 0x0A] + Array("\\.\nselect a, length(a) from t;\n".utf8)
        try folder.write(bytes, to: "script.sql")
        try databases.expectSameRun("script.sql", in: folder.path, stopping: true)
    }
}
