import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// Scripts of 100 MB, which are never completely in memory.
@Suite struct LargeScriptTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    /// Writes a script whose middle part is repeated a hundred times.
    private func write(_ head: String, _ middle: String, _ tail: String) throws -> String {
        let path = try folder.write(head, to: "script.sql")
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        for _ in 0..<100 { try file.write(contentsOf: Data(middle.utf8)) }
        try file.write(contentsOf: Data(tail.utf8))
        #expect(try file.offset() >= 100_000_000)
        try file.close()
        return path
    }

    private func expectAnswer(_ answer: String, of cluster: String, running path: String) throws {
        let run = try PeakMemory(
            [Program.product("quarterdeck"), "sql", cluster, "--quiet", "--format", "csv", "-f", path],
            environment: sandbox.env, output: folder.path("out"))
        #expect(run.status == 0, "\(run.errors)")
        #expect(try String(contentsOfFile: folder.path("out"), encoding: .utf8) == answer)
        #expect(run.kibibytes <= 32 * 1_024 + PeakMemory.libraries)
    }

    @Test func `100 MB of statements run in little memory on PostgreSQL`() throws {
        let body = String(repeating: "x;", count: 2_500)
        let statements = """
            -- one; \(body)
            insert into big (body) values ('\(body)
            ''');
            /* two; /* \(body) */ */ insert into big (body) values ($q$\(body)$$;$q$);

            """
        let path = try write(
            "create temp table big (id serial, body text);\n", String(repeating: statements, count: 50),
            "select count(*), max(id), sum(length(body)) from big;\n")
        try expectAnswer("count,max,sum\n10000,10000,50025000\n", of: "harbor", running: path)
    }

    @Test func `100 MB of COPY data run in little memory`() throws {
        let line = String(repeating: "y", count: 95) + "\\t;\n"
        let path = try write(
            "create temp table big (body text);\ncopy big from stdin;\n", String(repeating: line, count: 10_204),
            "\\.\nselect count(*), sum(length(body)) from big;\n")
        try expectAnswer("count,sum\n1020400,98978800\n", of: "harbor", running: path)
    }

    @Test func `100 MB of statements run in little memory on MySQL`() throws {
        let body = String(repeating: "x;", count: 2_500)
        let statements = """
            -- one; \(body)
            insert into big (body) values ('\(body)
            ''');
            # two; \(body)
            insert into big (body) values ("\(body)\\";") //

            """.replacing("''');", with: "''') //")
        let path = try write(
            """
            create temporary table big (id int auto_increment primary key, body text character set ascii);
            delimiter //

            """, String(repeating: statements, count: 50),
            "select count(*) as count, max(id) as max, sum(length(body)) as sum from big//\n")
        try expectAnswer("count,max,sum\n10000,10000,50020000\n", of: "ferry", running: path)
    }
}
