import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Results of unusual shapes.
@Suite struct ManyResultsTests {
    private let sandbox: SandboxDescription

    init() throws {
        sandbox = try SharedSandbox.description.get()
    }

    private static let shapes: [LongText] = [
        "select;", "select from vessels limit 3;", "select 1 where false;", "select where false;",
        "select 1 as a, 2 as a, 3 as \"A\", 4 as \"?column?\", '' as \" \";", "values (null, ''), ('', null);",
        "values (null), ('');", "values (''), (null);", "select null;", "select '';", "select E'\\\\.' as \"\\.\";",
        "create temp table nothing (); insert into nothing default values; table nothing;",
        "select \(columns(1_600));", "select \(columns(1_600)) from generate_series(1, 3);",
        "select 1\\; select 2 as b, 3 as c\\; select\\; select 4 where false;", ";;",
        "select E'a\\nb' as \"c\nd\", E'a\\n';",
    ]

    private static func columns(_ count: Int) -> String {
        (1...count).map { "\($0) as c\($0)" }.joined(separator: ", ")
    }

    @Test(arguments: ["csv", "table", "vertical"], shapes)
    func `psql's output is the same`(format: String, shape: LongText) throws {
        let sql = shape.text
        let flags = ["csv": ["--csv"], "table": ["-P", "format=aligned", "-P", "footer=off"], "vertical": []]
        let theirs = try sandbox.psql(
            format == "vertical" ? ["-P", "format=aligned", "-x", "-P", "footer=off"] : flags[format] ?? [], input: sql)
        let ours = try sandbox.sql("harbor", ["--format", format], input: sql)
        #expect(ours.status == 0, "\(ours.errors)")
        expectSame(ours.output, theirs.output, "\(format) of \(sql.prefix(60))")
    }

    @Test(arguments: [("table", "-t"), ("vertical", "-E"), ("tsv", "--batch")])
    func `mariadb's output is the same`(format: String, flag: String) throws {
        let shapes = [
            "select 1 as a, 2 as a, 3 as A;", "select '' as e, ' ' as ` b`;",
            "select \(Self.columns(1_600));", "select 1 as a union select 2; select 3 as b;",
            "select '日本', 'e\u{301}', '👩‍👩‍👧';",
        ]
        // The batch format has no header without rows, and a word for NULL.
        let others = format == "tsv" ? [] : ["select null, '', 'NULL';", "select 1 from dual where false;"]
        for sql in shapes + others {
            let theirs = try sandbox.mariadb([flag, "harbor"], input: sql)
            let ours = try sandbox.sql("ferry", ["--format", format], input: sql)
            #expect(ours.status == 0, "\(ours.errors)")
            expectSame(ours.output, theirs.output, "\(format) of \(sql.prefix(60))")
        }
    }

    @Test(arguments: [
        ("csv", "n,e,q\n,,\"\"\"\"\n"), ("tsv", "n\te\tq\n\\N\t\t\"\n"),
        ("jsonl", "{\"n\":null,\"e\":\"\",\"q\":\"\\\"\"}\n"),
        ("insert", "INSERT INTO \"result\" (\"n\", \"e\", \"q\") VALUES\n (NULL, '', '\"');\n"),
    ])
    func `NULL differs from an empty string if the format allows it`(format: String, text: String) throws {
        let run = try sandbox.sql("harbor", ["--format", format, "-c", "select null as n, '' as e, '\"' as q"])
        #expect(run.text == text)
    }

    @Test(arguments: ["harbor", "ferry"])
    func `a cell of 60 MB arrives completely`(cluster: String) throws {
        let run = try sandbox.sql(
            cluster, ["--format", "csv", "-c", "select repeat('xy\"', 20000000) as cell, 1 as one"])
        #expect(run.status == 0, "\(run.errors)")
        // Each quote is doubled, and the cell is quoted.
        #expect(run.output.count == "cell,one\n".utf8.count + 80_000_000 + 2 + 3)
        #expect(run.output.suffix(8) == Data("xy\"\"\",1\n".utf8))
    }

    @Test func `a thousand results of one script are in order`() throws {
        let script = (1...1_000).map { "select \($0) as n\($0)" }.joined(separator: "\\; ")
        let theirs = try sandbox.psql([], input: script)
        expectSame(try sandbox.sql("harbor", ["--format", "csv"], input: script).output, theirs.output, "csv")
    }
}
