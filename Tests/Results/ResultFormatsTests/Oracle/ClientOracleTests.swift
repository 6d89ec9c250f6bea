import ResultFormats
import SQLWire
import Testing

/// Our output and that of the servers' own clients for the same results, byte for byte.
@Suite(.serialized) struct ClientOracleTests {
    private let servers: OracleServers

    init() throws {
        servers = try OracleServers.shared.get()
    }

    private func samples(_ dialect: Dialect, count: Int = 400, seed: UInt64, extra: [String] = []) -> [Sample] {
        var random = RandomSamples(seed: seed)
        return (0..<count).map { _ in random.sample(dialect, extra: extra) }
    }

    private func script(_ samples: [Sample], _ dialect: Dialect) -> String {
        samples.map { $0.query(dialect) + ";\n" }.joined()
    }

    private func expectSame(_ ours: [UInt8], _ theirs: [UInt8], _ what: Comment) {
        guard ours != theirs else { return }
        let common = zip(ours, theirs).prefix { $0 == $1 }.count
        func around(_ bytes: [UInt8]) -> String {
            String(decoding: bytes[max(0, common - 200)..<min(bytes.count, common + 100)], as: UTF8.self)
        }
        Issue.record("\(what) differ at \(common): ours\n\(around(ours))\ntheirs\n\(around(theirs))")
    }

    @Test(arguments: [(ResultFormat.table, []), (.vertical, ["-x"]), (.csv, ["--csv"])])
    func `psql's output is the same`(_ format: ResultFormat, _ flags: [String]) throws {
        let controls = ["\r", "\t", "\u{1}", "\u{1B}[2J", "\u{7F}", "\u{85}", "\u{9B}", "a\tb", "漢\t"]
        let samples = samples(.postgresql, seed: 1, extra: controls)
        let ours = format.written(samples, WriterOptions(dialect: .postgresql))
        expectSame(ours, try servers.psql(script(samples, .postgresql), flags), "\(format)")
        let quiet = format.written(samples, WriterOptions(dialect: .postgresql, quiet: true))
        expectSame(quiet, try servers.psql(script(samples, .postgresql), flags + ["-P", "footer=off"]), "\(format)")
    }

    @Test(arguments: [(ResultFormat.table, "-t"), (.vertical, "-E")])
    func `mariadb's output is the same`(_ format: ResultFormat, _ flag: String) throws {
        let samples = samples(.mysql, seed: 2, extra: ["\r", "\t", "\u{1}", "\u{1B}"])
        let ours = format.written(samples, WriterOptions(dialect: .mysql))
        expectSame(ours, try servers.mariadb(script(samples, .mysql), [flag]), "\(format)")
    }

    @Test(arguments: [
        CSVChoice.readable, CSVChoice(null: Array("NULL".utf8)), CSVChoice(null: Array("\\N".utf8), quotesEmpty: true),
        CSVChoice(null: Array("a".utf8)), CSVChoice(null: Array("long words of text".utf8)),
    ])
    func `COPY reads csv back`(_ choice: CSVChoice) throws {
        let samples = samples(.postgresql, count: 100, seed: 6, extra: ["\r", "\t", "NULL", "a"]).map(numbered)
            // Before PostgreSQL 18 a line \. ends the data even in quotes.
            .filter { sample in
                !sample.names.isEmpty && !sample.rows.joined().contains { $0?.contains("\n\\.") == true }
            }
        let null = String(decoding: choice.null, as: UTF8.self)
        var script = ""
        for sample in samples {
            let types = sample.names.indices.map { "c\($0) \(sample.isNumber($0) ? "int" : "text")" }
            let written = ResultFormat.csv.written([sample], WriterOptions(dialect: .postgresql, csv: choice))
            script += "create temp table result (\(types.joined(separator: ", ")));\n"
            script += "copy result from stdin (format csv, header, null '\(null)');\n"
            script += String(decoding: written, as: UTF8.self) + "\\.\ntable result; drop table result;\n"
        }
        let ours = ResultFormat.csv.written(samples, WriterOptions(dialect: .postgresql, csv: choice))
        let theirs = try servers.psql(script, ["--csv", "-P", "null=\u{1}"])
        let marked = ResultFormat.csv.written(
            samples, WriterOptions(dialect: .postgresql, csv: CSVChoice(null: [1])))
        expectSame(marked, theirs, "csv")
        #expect(ours != marked)
    }

    @Test func `LOAD DATA reads csv back`() throws {
        let samples = samples(.mysql, count: 100, seed: 7, extra: ["\r", "\t", "NULL"]).map(numbered)
        let options = WriterOptions(dialect: .mysql, csv: CSVChoice(null: Array("NULL".utf8)))
        var script = "create or replace database o; use o;\n"
        for (index, sample) in samples.enumerated() {
            let types = sample.names.indices.map { "c\($0) \(sample.isNumber($0) ? "int" : "text")" }
            let file = try servers.file("load\(index).csv", ResultFormat.csv.written([sample], options))
            script += "create table result (k int auto_increment primary key, \(types.joined(separator: ", ")));\n"
            script += "load data infile '\(file)' into table result character set utf8mb4 fields terminated by ',' "
            script += "optionally enclosed by '\"' escaped by '' lines terminated by '\\n' ignore 1 lines "
            let names = sample.names.joined(separator: ", ")
            script += "(\(names));\nselect \(names) from result order by k; drop table result;\n"
        }
        let ours = ResultFormat.vertical.written(samples, WriterOptions(dialect: .mysql))
        expectSame(ours, try servers.mariadb(script, ["-E"]), "csv")
    }

    @Test func `COPY's text output is the same as tsv`() throws {
        let samples = samples(.postgresql, seed: 3, extra: ["\r", "\t", "\u{8}", "\u{B}", "\u{C}", "\u{1}"])
            .filter { !$0.names.isEmpty }
        let ours = ResultFormat.tsv.written(samples, WriterOptions(dialect: .postgresql))
        let script = samples.map { "copy (\($0.query(.postgresql))) to stdout (header);\n" }.joined()
        expectSame(ours, try servers.psql(script, []), "tsv")
    }

    @Test(arguments: ["on", "off"])
    func `PostgreSQL reads inserts back`(_ conforming: String) throws {
        let samples = samples(.postgresql, count: 150, seed: 4, extra: ["\r", "\t"]).map(numbered)
            .filter { !$0.names.isEmpty }
        var script = "set standard_conforming_strings = \(conforming); set escape_string_warning = off;\n"
        for sample in samples {
            let types = sample.names.indices.map { "c\($0) \(sample.isNumber($0) ? "int" : "text")" }
            script += "create temp table result (\(types.joined(separator: ", ")));\n"
            script += ResultFormat.insert.text(sample) + "table result; drop table result;\n"
        }
        let ours = ResultFormat.csv.written(samples, WriterOptions(dialect: .postgresql))
        expectSame(ours, try servers.psql(script, ["--csv"]), "insert")
    }

    @Test func `MariaDB reads inserts back`() throws {
        let samples = samples(.mysql, count: 150, seed: 5, extra: ["\r", "\t"]).map(numbered)
        var script = "create or replace database o; use o;\n"
        for sample in samples {
            let types = sample.names.indices.map { "c\($0) \(sample.isNumber($0) ? "int" : "text")" }
            script += "create table result (k int auto_increment primary key, \(types.joined(separator: ", ")));\n"
            let names = sample.names.joined(separator: ", ")
            script += ResultFormat.insert.text(sample, dialect: .mysql)
            script += "select \(names) from result order by k; drop table result;\n"
        }
        let ours = ResultFormat.vertical.written(samples, WriterOptions(dialect: .mysql))
        expectSame(ours, try servers.mariadb(script, ["-E"]), "insert")
    }

    private func numbered(_ sample: Sample) -> Sample {
        var sample = sample
        sample.names = sample.names.indices.map { "c\($0)" }
        return sample
    }
}
