import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Written formats are read back by COPY, by INSERT, and by Python's JSON and CSV readers.
@Suite struct ReadBackTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private static let types = TypeSamples.literals.keys.sorted()

    private func values(_ type: String) -> String {
        let name = "pg_catalog.\"\(type)\""
        let all =
            (TypeSamples.literals[type] ?? []).map { "('\($0.replacing("'", with: "''"))'::\(name))" } + ["(NULL)"]
        return "(values \(all.joined(separator: ", "))) as samples (v)"
    }

    @Test func `COPY reads every type back from csv and tsv`() throws {
        let formats: [(name: String, flags: [String], copy: String)] = [
            ("csv", ["--csv-empty", "quoted"], "csv, header"),
            ("csv", ["--csv-null", "NULL"], "csv, header, null 'NULL'"),
            ("tsv", [], "header"),
        ]
        var script = "set client_min_messages = error;\n"
        // XML omits its declaration in the protocol.
        for type in Self.types where type != "xml" {
            script += "create temp table samples as select v from \(values(type));\n"
            for (index, format) in formats.enumerated() {
                let file = folder.path("\(type)-\(index)")
                let run = try sandbox.sql(
                    "harbor",
                    ["--format", format.name, "-o", file, "-c", "select v from \(values(type))"] + format.flags)
                #expect(run.status == 0, "\(type): \(run.errors)")
                script += """
                    create temp table back (like samples);
                    \\copy back from '\(file)' (format \(format.copy.hasPrefix("csv") ? format.copy : "text, " + format.copy))
                    select '\(type), \(format.flags)' where exists (select v::text from samples except all select v::text from back)
                      or exists (select v::text from back except all select v::text from samples);
                    drop table back;

                    """
            }
            script += "drop table samples;\n"
        }
        let read = try sandbox.psql(["-t", "-v", "ON_ERROR_STOP=1"], input: script)
        #expect(read.status == 0, "\(read.errors)")
        #expect(read.text == "")
    }

    @Test func `Python reads the same from JSON and from CSV`() throws {
        for type in Self.types where !["json", "jsonb"].contains(type) {
            let query = "select v, v::text as t from \(values(type))"
            for (format, flags) in [("json", []), ("jsonl", []), ("csv", ["--csv-null", "\u{1}null"])] {
                let run = try sandbox.sql(
                    "harbor", ["--format", format, "-o", folder.path("\(type).\(format)"), "-c", query] + flags)
                #expect(run.status == 0, "\(type): \(run.errors)")
            }
        }
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Oracle/read_back.py").path
        let run = try Program.run([Oracle.python, script, folder.path], environment: [:])
        #expect(run.text == "", "\(run.text)")
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `a column of MySQL has one kind in JSON`() throws {
        let query = """
            create temporary table k (y year, z int(6) zerofill, d decimal(8,2) zerofill, f float zerofill, b bigint);
            insert into k values (0, 0, 0, 0, 0), (2024, 42, 1.5, 2.5, -7), (1999, 999999, 123456.78, 0.25, 1), (null, null, null, null, null);
            select * from k;
            """
        let run = try sandbox.sql("ferry", ["--format", "jsonl"], input: query)
        #expect(
            run.text == """
                {"y":0,"z":0,"d":0.00,"f":0,"b":0}
                {"y":2024,"z":42,"d":1.50,"f":2.5,"b":-7}
                {"y":1999,"z":999999,"d":123456.78,"f":0.25,"b":1}
                {"y":null,"z":null,"d":null,"f":null,"b":null}

                """)
    }

    @Test func `a warning shows its position in the statement, and RETURNING shows its tag`() throws {
        let script = """
            create temp table r (a int);
            set standard_conforming_strings = off;
            select 1,
              'a\\b' as x;
            insert into r values (1), (2) returning a;
            update r set a = a + 1 returning a;
            delete from r where a > 2 returning a;
            with w as (delete from r returning a) select a from w;
            """
        let run = try Program.run(
            [Program.product("quarterdeck"), "sql", "harbor", "--format", "csv"], environment: sandbox.env,
            input: Data(script.utf8))
        #expect(
            run.errors == """
                CREATE TABLE
                SET
                WARNING:  nonstandard use of escape in a string literal
                LINE 2:   'a\\b' as x;
                          ^
                HINT:  Use the escape string syntax for escapes, e.g., E'\\r\\n'.
                INSERT 0 2
                UPDATE 2
                DELETE 1

                """)
    }

    @Test(arguments: [["--csv-null", "a,b"], ["--csv-null", "\""], ["--csv-empty", "maybe"]])
    func `a choice that cannot be read back is refused`(_ flags: [String]) throws {
        let run = try sandbox.sql("harbor", ["--format", "csv", "-c", "select 1"] + flags)
        #expect(run.status == 64)
        #expect(run.text == "")
    }
}
