import TestSupport
import Testing

@testable import Sandbox

/// `sql -f` handles psql's variables and conditions like psql.
@Suite struct VariableScriptTests {
    private let databases: TwoDatabases
    private let folder: TemporaryDirectory

    init() throws {
        databases = try TwoDatabases(try SharedSandbox.description.get())
        folder = try TemporaryDirectory()
    }

    private func expectSameRun(_ script: String, stopping: Bool = false) throws -> Program {
        try folder.write(script, to: "script.sql")
        return try databases.expectSameRun("script.sql", in: folder.path, stopping: stopping)
    }

    @Test(arguments: [false, true])
    func `variables are substituted where psql does it`(stopping: Bool) throws {
        let script = #"""
            \set name 'O''Brien \\ co'
            \set table odd_table
            \set column "a ""b"""
            \set plain 41
            \set empty
            \set several a 'b c' :plain
            create table :table (:"table" int, "a:plain" text, arr int[]);
            insert into :table values (:plain + 1, :'name', array[1,2,3]), (:plain, :'several', null);
            insert into :table values (:plain, :'empty', null), (7, ':plain :name', null);
            insert into :table values (8, $$:plain$$, null), (9, e':plain\'', null) /* :plain */ -- :plain
            ;
            select :"table", "a:plain", arr[1:2] from :table order by 1, 2;
            select 1::text, '2':: int, :plain::numeric(5,2), 5 as "x:plain";
            select :{?plain}, :{?nosuch}, :'plain', (array[5,6,7])[1:2];
            \echo :plain :name :'name' :"table" ':plain' ":plain" :nosuch x:plain :plain:plain
            \echo :{?plain} :{?nosuch}
            \unset plain
            \echo :plain
            \set nested ':several'
            \echo :nested
            \set q 'select 1 as one; select'
            :q 2 as two;
            :q 3 as three \g
            \set shortcut 'select 4 as four;'
            :shortcut
            select 5 as five;
            \set digits_1 ü
            select :'digits_1' as ü;
            \set a 1 \set b 2 \\ select :a + :b as sum;
            \set ünder x
            \echo :ünder
            """#
        let run = try expectSameRun(script + "\n", stopping: stopping)
        #expect(run.text.contains("41 O'Brien \\ co  E'O''Brien \\\\ co' \"odd_table\" :plain \":plain\""))
    }

    @Test func `a row becomes variables`() throws {
        let script = #"""
            select 42 as answer, 'x y' as text, null as nothing \gset
            \echo :answer :text :nothing
            select 1 as a, 2 as b \gset p_
            \echo :p_a :p_b :a
            \set p_a kept
            select null as a \gset p_
            \echo :p_a
            select 1 as one where false \gset
            select i as many from generate_series(1, 3) i \gset
            \echo :one :many
            select 1 as "bad name" \gset
            create table t (id int);
            insert into t values (1), (2) returning (select 'returned') as r \gset
            insert into t values (3) returning id as got \gset
            \echo :got
            update t set id = id \gset
            select nope \gset
            \echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_SQLSTATE :LAST_ERROR_MESSAGE
            select * from t order by id;
            \echo :ERROR :SQLSTATE :ROW_COUNT :LAST_ERROR_SQLSTATE
            select 10 as ten \; select 20 as twenty \gset
            \echo :ten :twenty
            select count(*) as n, count(*) > 2 as many from t \gset
            \if :many
            select :n as many;
            \endif
            """#
        let databases = databases
        try folder.write(script + "\n", to: "script.sql")
        let theirs = try databases.theirRun("script.sql", in: folder.path)
        let ours = try databases.ourRun("script.sql", in: folder.path)
        expectSame(ours.output, theirs.output, "output")
        // psql's own errors have no number of the server's.
        #expect(ours.status == 1)
        #expect(ours.errors.split(separator: "\n").filter { $0.hasPrefix("quarterdeck: ") }.count == 5)
        #expect(theirs.errors.split(separator: "\n").filter { $0.contains("psql:") }.count == 5)
    }

    @Test func `values that are statements are run`() throws {
        let script = #"""
            create table made (id int);
            select format('create table made_%s (id int)', i), format('insert into made values (%s)', i)
              from generate_series(1, 3) i order by i \gexec
            select 'select count(*) from made', null, 'select ''second column''' \gexec
            select 'insert into nowhere values (1)', 'insert into made values (99)' \gexec
            select 1 where false \gexec
            select 'select 1 as a; select 2 as b' \gexec
            select * from made order by 1;
            """#
        _ = try expectSameRun(script + "\n")
        _ = try expectSameRun("drop table made, made_1, made_2, made_3;\n" + script + "\n", stopping: true)
    }

    @Test func `conditions choose what is run`() throws {
        let script = #"""
            \set yes true
            \set no off
            \if :yes
              select 'taken';
              \if :no
                select 'not';
                \if :no
                  select 'nor this';
                \elif :yes
                  select 'nor that';
                \else
                  select 'nor the last';
                \endif
                \q
              \elif :yes
                select 'elif';
                \set inner found
              \elif :nosuch
                select 'not reached';
              \else
                select 'not else';
              \endif
              \echo :inner
            \else
              select 'else';
              \i nosuch.sql
              \set inner lost
              select 1 as inner \gset
              garbage;
            \endif
            \if 1 \echo one line \endif
            \if TRU
            select 'beginning';
            \endif
            \if :{?inner} \\ select 'there is one'; \else \\ select 'none'; \endif
            \if no
            copy nowhere from stdin;
            \elif n
            \else
            \if yes
            select :'inner' as value;
            \endif
            \endif
            \i included.sql
            select 'end';
            """#
        try folder.write("\\if false\nselect 'no';\n\\else\nselect 'included';\n\\endif\n", to: "included.sql")
        _ = try expectSameRun(script + "\n", stopping: true)
    }

    @Test(arguments: [
        ("\\endif\n", "script.sql:1: \\endif has no \\if before it"),
        ("\\else\n", "script.sql:1: \\else has no \\if before it"),
        ("\\if true\n\\else\n\\elif true\n\\endif\n", "script.sql:3: \\elif stands behind \\else"),
        ("\\if maybe\n\\endif\n", "script.sql:1: \\if takes true or false, and got \"maybe\""),
        ("\\if :unset\n\\endif\n", "script.sql:1: \\if takes true or false, and got \":unset\""),
        ("\\if true\nselect 1;\n", "script.sql ends inside \\if"),
        ("select 1\n\\if true\n, 2\n\\endif\n;", "script.sql:2: \\if stands inside a statement"),
        ("\\set a-b 1\n", "script.sql:1: \"a-b\" is no name for a variable"),
        ("\\set AUTOCOMMIT off\n", "script.sql:1: \\set AUTOCOMMIT off is not followed here"),
        ("\\prompt name\n", "script.sql:1: \\prompt is not SQL"),
        ("\\set x `date`\n", "script.sql:1: \\set cannot ask a shell"),
        ("select 1 \\crosstabview\n", "script.sql:1: \\crosstabview is not SQL"),
    ])
    func `what cannot be followed ends the run`(script: String, message: String) throws {
        try folder.write(script, to: "script.sql")
        let run = try databases.ourRun("script.sql", in: folder.path, stopping: true)
        #expect(run.errors.hasPrefix("quarterdeck: \(message)\n"), "\(run.errors)")
        #expect(run.status == 65)
    }

    @Test func `a variable that doubles itself does not take the memory`() throws {
        let script = "\\set a xxxxxxxxxxxxxxxx\n" + String(repeating: "\\set a :a:a\n", count: 40) + "select 1;\n"
        try folder.write(script, to: "script.sql")
        let run = try databases.ourRun("script.sql", in: folder.path)
        #expect(run.status == 65)
        #expect(run.errors.contains("the value of a is too long"))
    }

    @Test func `each cluster has variables of its own`() throws {
        let sandbox = try SharedSandbox.description.get()
        let run = try sandbox.sql(
            "harbor,harbor-ro", ["--format", "csv"],
            input: "select inet_server_port() as port \\gset\nselect :port > 0 as ok;\n")
        #expect(run.text == "cluster,ok\nharbor,t\nharbor-ro,t\n")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `what follows -c has no variables, as with psql`() throws {
        let sandbox = try SharedSandbox.description.get()
        let run = try sandbox.sql("harbor", ["-c", "select ':x' as a, (array[1,2,3])[1:2] as b"])
        #expect(run.text == "a,b\n:x,\"{1,2}\"\n")
    }
}
