import Catalog
import Failures
import SQLWire
import Testing

@Suite struct CopyTests {
    private func copy(_ arguments: String, _ dialect: Dialect = .postgresql) throws -> CopyCommand? {
        guard case .copy(let copy) = try command("copy", arguments, dialect) else { return nil }
        return copy
    }

    private func sql(_ arguments: String, _ dialect: Dialect = .postgresql) throws -> String? {
        try copy(arguments, dialect).map { String(decoding: $0.sql, as: UTF8.self) }
    }

    @Test func `psql's copy becomes COPY and a file`() throws {
        let from = try #require(try copy(" vessels (id, name) from 'in put.csv' with (format csv, header)"))
        #expect(from.direction == .toServer && from.path == "in put.csv")
        #expect(
            String(decoding: from.sql, as: UTF8.self)
                == "COPY vessels (id, name) FROM STDIN with (format csv, header)")
        let to = try #require(try copy(" (select 'a to b' as \"from x\", (1) from vessels) TO out.txt csv"))
        #expect(to.direction == .toFile && to.path == "out.txt")
        #expect(
            String(decoding: to.sql, as: UTF8.self)
                == "COPY (select 'a to b' as \"from x\", (1) from vessels) TO STDOUT csv")
        #expect(try sql(" \"to\".\"from\" to f") == "COPY \"to\".\"from\" TO STDOUT")
        #expect(try sql("\tpublic.vessels\tto\tf  ") == "COPY public.vessels TO STDOUT")
        #expect(try copy(" t to 'it''s'")?.path == "it's")
    }

    @Test(arguments: ["stdin", "STDIN", "stdout", "pstdin", "pstdout"])
    func `the script and the screen are not files`(_ word: String) throws {
        #expect(try copy(" t from \(word)")?.path == nil)
        #expect(try copy(" t from '\(word)'")?.path == word)
    }

    @Test func `no program is run`() {
        #expect(refusal("copy", " t from program 'curl evil'")?.why == "no program is run from here")
        #expect(refusal("copy", " t to PROGRAM 'sh'")?.why == "no program is run from here")
    }

    @Test(arguments: ["", " t", " t to", " to f", " (select 1 to f", " t to 'unclosed", " t into f"])
    func `an incomplete line is refused`(_ line: String) {
        #expect(refusal("copy", line)?.why?.contains("a table or a query") == true)
    }

    @Test func `MySQL's rows are written like a result`() throws {
        let table = try #require(try copy(" vessels to v.csv", .mysql))
        #expect(table.direction == .export(format: "csv") && table.path == "v.csv")
        #expect(String(decoding: table.sql, as: UTF8.self) == "SELECT * FROM vessels")
        #expect(try sql(" harbor.vessels (id, `from`) to f", .mysql) == "SELECT id, `from` FROM harbor.vessels ")
        #expect(try sql(" (select ')' , 'it\\' to x') to f json", .mysql) == "select ')' , 'it\\' to x'")
        #expect(try copy(" t to f with (format jsonl)", .mysql)?.direction == .export(format: "jsonl"))
        #expect(refusal("copy", " t to f parquet", .mysql)?.why?.contains("parquet") == true)
    }

    @Test func `rows are loaded into MySQL by INSERT`() throws {
        let load = try #require(try copy(" t (a, `b`) from 'in.csv' with (format csv, header)", .mysql))
        #expect(load.direction == .load(format: "csv", hasHeader: true) && load.path == "in.csv")
        #expect(String(decoding: load.sql, as: UTF8.self) == "INSERT INTO t (a, `b`) VALUES ")
        #expect(try copy(" t from f tsv", .mysql)?.direction == .load(format: "tsv", hasHeader: false))
        #expect(refusal("copy", " t from f json", .mysql)?.why?.contains("json") == true)
    }
}
