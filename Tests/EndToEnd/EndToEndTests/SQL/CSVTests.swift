import Foundation
import TestSupport
import Testing

@testable import Sandbox

/// CSV equals `psql --csv` byte for byte.
@Suite struct CSVTests {
    private let sandbox: SandboxDescription
    private let folder: TemporaryDirectory

    init() throws {
        sandbox = try SharedSandbox.description.get()
        folder = try TemporaryDirectory()
    }

    private func expectSameCSV(_ script: String, _ what: String) throws {
        try folder.write(script, to: "script.sql")
        let theirs = try sandbox.psql(["-v", "ON_ERROR_STOP=1", "-f", "script.sql"], directory: folder.path)
        try #require(theirs.status == 0, "\(what): \(theirs.errors)")
        let ours = try sandbox.sql("harbor", ["--format", "csv", "-f", "script.sql"], directory: folder.path)
        #expect(ours.status == 0, "\(what): \(ours.errors)")
        expectSame(ours.output, theirs.output, what)
    }

    @Test func `every type of pg_catalog has samples, or a reason why not`() throws {
        let types = try sandbox.psql([
            "-t", "-c",
            """
            select typname from pg_catalog.pg_type where typnamespace = 'pg_catalog'::regnamespace
              and (typtype in ('r', 'm', 'e', 'd') or typtype = 'b' and (typcategory <> 'A' or typname in ('int2vector', 'oidvector')))
            """,
        ])
        let known = Set(TypeSamples.literals.keys).union(TypeSamples.withoutLiterals.keys)
        #expect(Set(types.text.split(separator: "\n").map(String.init)) == known)
        #expect(TypeSamples.literals.values.allSatisfy { !$0.isEmpty })
        // Types listed as having no literals have none.
        for type in TypeSamples.withoutLiterals.keys {
            let run = try sandbox.psql(["-c", "select ''::pg_catalog.\(type)"])
            #expect(run.errors.contains("0A000"), "\(type): \(run.errors)")
        }
    }

    @Test func `every type is equal`() throws {
        for type in TypeSamples.literals.keys.sorted() { try expectSameCSV(TypeSamples.query(type), type) }
    }

    @Test func `enums, composites, domains, ranges and pseudo-types are equal`() throws {
        try expectSameCSV(TypeSamples.others, "types of one's own")
    }

    @Test func `arrays of all types with arrays are equal`() throws {
        let script = TypeSamples.literals.sorted { $0.key < $1.key }.map { type, literals in
            "select '{}'::pg_catalog.\"\(type)\"[], array[null]::pg_catalog.\"\(type)\"[];"
        }
        try expectSameCSV(script.joined(separator: "\n"), "arrays")
    }

    @Test(arguments: TypeSamples.settings)
    func `the server's settings change the same bytes`(setting: String) throws {
        let types = ["date", "timestamptz", "interval", "bytea", "float8", "float4", "timetz", "tstzrange", "money"]
        let script = types.map { TypeSamples.query($0) }.joined(separator: "\n")
        try expectSameCSV("\(setting);\nselect '\u{E9}' as \"\u{E9}\";\n\(script)", setting)
    }

    @Test func `invalid UTF-8 is equal`() throws {
        let databases = try TwoDatabases(sandbox, encoding: "SQL_ASCII")
        // With another encoding the server itself rejects such bytes.
        let bytes =
            Array("set client_encoding = sql_ascii;\nselect '".utf8) + [0xFF, 0xC3, 0x2C, 0x80, 0x1B]
            + Array("' as \"".utf8) + [0x9B, 0x22, 0x3B]
        try folder.write(bytes, to: "script.sql")
        let run = try databases.expectSameRun("script.sql", in: folder.path)
        #expect(run.output.contains(0xFF) && run.output.contains(0x9B))
    }
}
