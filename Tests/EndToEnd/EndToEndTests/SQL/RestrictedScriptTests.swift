import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Scripts with hidden commands, and commands that change the meaning of a script, compared with psql and mariadb.
@Suite(.serialized) struct RestrictedScriptTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private static let words = "backslash commands are restricted; only \\unrestrict is allowed"

    @Test func `a restricted script is refused as in psql`() throws {
        let databases = try TwoDatabases(sandbox)
        try folder.write("select 'read from a file';\n", to: "secret.sql")
        try folder.write("\\! touch shell\nselect 'included';\n\\echo hidden\n", to: "included.sql")
        let script = #"""
            select 1;
            \i included.sql
            \restrict k1
            select 2;
            \echo hidden \\ select 'dropped';
            \i secret.sql
            select 3 \g
            + 4;
            select 'create table made ()' \gexec
            ;
            select 5 as five \gset
            ;
            \if true
            \copy pg_am from program 'touch shell'
            \unrestrict wrong
            \unrestrict
            \unrestrict k1
            \echo free
            \i secret.sql
            select 6;
            """#
        try folder.write(script.replacing("\\i included.sql\n", with: "") + "\n", to: "script.sql")
        let theirs = try databases.theirRun("script.sql", in: folder.path)
        let ours = try databases.ourRun("script.sql", in: folder.path)
        expectSame(ours.output, theirs.output, "output")
        #expect(ours.status == 1)
        for message in [Self.words, "\\unrestrict: wrong key", "\\unrestrict: missing required argument"] {
            let (mine, other) = (ours.errors, theirs.errors)
            #expect(mine.split(separator: message).count == other.split(separator: message).count, "\(mine)\n\(other)")
        }
        expectSame(try databases.content(databases.ours), try databases.content(databases.theirs), "content")
        let stopped = try databases.ourRun("script.sql", in: folder.path, stopping: true)
        #expect(stopped.errors.hasPrefix("quarterdeck: script.sql:4: \(Self.words)\n"), "\(stopped.errors)")
        #expect(try folder.names("").contains("shell") == false)
    }

    @Test func `rows of a failed COPY are never sent as SQL`() throws {
        let databases = try TwoDatabases(sandbox)
        let script = """
            copy nowhere from stdin;
            create table hidden (a int);
            \\echo hidden
            \\.
            create table t (a int);
            copy t from stdin;
            1
            x
            create table hidden2 (a int);
            \\.
            begin; select 1/0;
            copy t from stdin;
            commit; create table hidden3 (a int);
            \\.
            rollback;
            select 'after' as a; copy nowhere from stdin; select 'behind' as b;
            create table hidden4 (a int);
            \\.
            copy nowhere (a) from stdin with (format csv);
            create table hidden5 (a int);
            """
        try folder.write(script, to: "script.sql")
        let run = try databases.ourRun("script.sql", in: folder.path)
        #expect(run.text == "a\nafter\nb\nbehind\n")
        let tables = String(decoding: try databases.content(databases.ours), as: UTF8.self)
        #expect(!tables.contains("hidden") && tables.contains("public.t"))
    }

    @Test func `the sandbox mode of a MariaDB dump is followed`() throws {
        let ferry = try WideFerry.shared.get()
        let begin = "/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump\n"
        let fine =
            begin + "create table t (a int);\ninsert into t values (1), (2);\nselect * from t;\ncharset utf8mb4\n"
        let runs = try ferry.run(Array(fine.utf8))
        #expect(runs.ours.status == 0, "\(runs.ours.errors)")
        expectSame(runs.ours.output, runs.theirs.output, "table")
        try folder.write("select 'read from a file';\n", to: "secret.sql")
        for command in ["source secret.sql", "\\. secret.sql", "system touch shell", "\\! touch shell", "tee out.txt"] {
            try folder.write(begin + "select 1;\n\(command)\nselect 2;\n", to: "dump.sql")
            let run = try sandbox.sql("ferry", ["--format", "csv", "-f", "dump.sql"], directory: folder.path)
            #expect(run.text == "1\n1\n", "\(command)")
            #expect(run.errors.contains("Not allowed in the sandbox mode"), "\(command): \(run.errors)")
            #expect(run.status != 0)
        }
        #expect(try Set(folder.names("")) == ["secret.sql", "dump.sql"])
    }

    @Test(arguments: ["charset latin1", "\\C latin1"])
    func `the character set of a script for MySQL is followed`(line: String) throws {
        let script = "\(line)\nselect @@character_set_client as c, @@character_set_results as r;\n"
        let run = try sandbox.sql("ferry", ["--format", "csv"], input: script)
        #expect(run.text == "c,r\nlatin1,latin1\n", "\(run.errors)")
        #expect(!run.errors.contains("about looks"))
    }

    @Test func `vertical terminators give one line for each value outside of a terminal`() throws {
        let mine = try sandbox.sql("ferry", [], input: "select 1 as a, 'x' as b\\G\nselect 2 as c;\n")
        let theirs = try sandbox.mariadb([], input: "select 1 as a, 'x' as b\\G\n")
        #expect(mine.text == theirs.text + "c\n2\n", "\(mine.text)")
        let chosen = try sandbox.sql("ferry", ["--format", "csv"], input: "select 1 as a\\G\n")
        #expect(chosen.text == "a\n1\n")
        let several = try sandbox.sql("harbor,harbor-ro", [], input: "select 1 as a \\gx\n")
        #expect(several.text.contains("-[ RECORD 1 ]"), "\(several.text)")
    }

    @Test func `a print command shows the statement before it, and no shell is run`() throws {
        let run = try sandbox.sql("harbor", ["--format", "csv"], input: "select 1\n\\p\n+ 1 as n;\n\\p\n")
        #expect(run.text == "select 1\nn\n2\nselect 1\n+ 1 as n;\n", "\(run.text)")
        let shell = try sandbox.sql("harbor", [], input: "\\echo `id`\n")
        #expect(shell.errors.contains("\\echo cannot ask a shell"), "\(shell.errors)")
        #expect(shell.text.isEmpty && shell.status == 65)
    }
}
