import Failures
import Foundation
import ResultDelivery
import ResultFormats
import Results
import SQLWire
import TestSupport
import Testing

private let options = WriterOptions(dialect: .postgresql)

private func batch(_ rows: Range<Int>) -> RowBatch {
    var batch = RowBatch(columnCount: 3)
    for row in rows {
        let values: [String?] = ["\(row)", row % 7 == 0 ? nil : "name \(row), \"quoted\"\n\u{1B}]52;", "x\(row % 3)"]
        let bytes = values.map { $0.map { Array($0.utf8) } }
        batch.appendRow(counts: bytes.map { $0?.count }) { room in room.copyBytes(from: bytes.flatMap { $0 ?? [] }) }
    }
    return batch
}

private let columns = [
    Column(name: Array("id".utf8), kind: .integer, alignsRight: true), Column(name: Array("name".utf8), kind: .text),
    Column(name: Array("name".utf8), kind: .text),
]

/// A result of numbered rows.
private func store(_ count: Int, budget: Int = 10_000) throws -> ResultStore {
    let store = ResultStore(columns: columns, budget: MemoryBudget(bytes: budget), directory: "/tmp")
    for start in stride(from: 0, to: count, by: 100) { try store.append(batch(start..<min(start + 100, count))) }
    store.finish(isComplete: true)
    return store
}

/// A writer's output for all rows at once.
private func written(_ format: ResultFormat, _ options: WriterOptions, _ columns: [Column], _ rows: RowBatch) -> [UInt8]
{
    var writer = format.makeWriter(options)
    writer.begin(columns)
    writer.write(rows)
    writer.end()
    return writer.output.bytes
}

@Suite struct ResultExportTests {
    @Test(arguments: ResultFormat.allCases)
    func `a file contains the formatted rows`(_ format: ResultFormat) throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("out")
        var seen: [ExportProgress] = []
        let done = try ResultExport(try store(9_000), as: format, options: options)
            .write(to: path, replaces: false, progress: { seen.append($0) })
        let expected = written(format, options, columns, batch(0..<9_000))
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        // The layout of a table with more rows than the limit depends on the batches.
        if format != .table { #expect(Array(file) == expected) }
        #expect(done?.progress == ExportProgress(rows: 9_000, totalRows: 9_000, bytes: file.count))
        #expect(done?.isWhole == true)
        #expect(seen.count > 2)
        #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.rows < $1.rows && $0.bytes <= $1.bytes })
        #expect(folder.mode("out") == 0o600)
        #expect(try folder.names("") == ["out"])
    }

    @Test func `rows, columns and the table for INSERT can be chosen`() throws {
        let store = try store(100)
        let selection = try store.selection(of: [5, 3, 99])
        var options = options
        options.insertTarget = Array("crew.people".utf8)
        let bytes = try ResultExport(
            store, as: .insert, options: options, selection: selection, positions: 0..<2, columns: [2, 0, 7]
        ).bytes(limit: 1_000)
        let text = String(decoding: bytes ?? [], as: UTF8.self)
        #expect(text == "INSERT INTO crew.people (\"name\", \"id\") VALUES\n ('x2', 5),\n ('x0', 3);\n")
    }

    @Test func `the size of a copy is limited`() throws {
        let store = try store(1_000)
        let export = ResultExport(store, as: .csv, options: options)
        let expected = written(.csv, options, columns, batch(0..<1_000))
        #expect(try export.bytes(limit: expected.count) == expected)
        let failure = #expect(throws: Failure.self) { try export.bytes(limit: expected.count - 1) }
        #expect(failure?.what == "the rows are too much to be copied")
        #expect(try export.bytes(limit: expected.count, isCancelled: { true }) == nil)
    }

    @Test func `a cancelled export leaves nothing behind, and an existing file is unchanged`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("old", to: "out")
        var asked = 0
        let done = try ResultExport(try store(9_000), as: .csv, options: options).write(
            to: folder.path("out"), replaces: true,
            isCancelled: {
                asked += 1
                return asked == 2
            })
        #expect(done == nil)
        #expect(asked == 2)
        #expect(try folder.names("") == ["out"])
        #expect(try folder.text("out") == "old")
    }

    @Test func `an existing file is replaced only on request`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("old", to: "out")
        let export = ResultExport(try store(1), as: .jsonl, options: options, columns: [0])
        let failure = #expect(throws: Failure.self) { try export.write(to: folder.path("out"), replaces: false) }
        #expect(failure?.what == folder.path("out") + " is there already")
        #expect(try folder.text("out") == "old")
        #expect(try export.write(to: folder.path("out"), replaces: true)?.rows == 1)
        #expect(try folder.text("out") == "{\"id\":0}\n")
        #expect(folder.mode("out") == 0o600)
        #expect(try folder.names("") == ["out"])
    }

    @Test func `links and directories are never replaced`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("precious", to: "target")
        try folder.link("link", to: "target")
        try folder.link("dangling", to: "nothing")
        try folder.write("x", to: "folder/x")
        let export = ResultExport(try store(1), as: .csv, options: options)
        for name in ["link", "dangling", "folder", "folder/", "missing/out", "", "folder/.."] {
            #expect(throws: Failure.self, "\(name)") { try export.write(to: folder.path(name), replaces: true) }
        }
        #expect(try folder.text("target") == "precious")
        #expect(try folder.names("") == ["dangling", "folder", "link", "target"])
        #expect(try folder.names("folder") == ["x"])
    }

    @Test func `a file created meanwhile stays`() throws {
        let folder = try TemporaryDirectory()
        let export = ResultExport(try store(1_000), as: .csv, options: options)
        #expect(throws: Failure.self) {
            try export.write(
                to: folder.path("out"), replaces: false,
                progress: { _ in _ = try? folder.write("theirs", to: "out") })
        }
        #expect(try folder.text("out") == "theirs")
        #expect(try folder.names("") == ["out"])
    }

    @Test(arguments: ResultFormat.allCases)
    func `an incomplete result goes to a partial file without its closing part`(_ format: ResultFormat) throws {
        let store = ResultStore(columns: columns, budget: MemoryBudget(bytes: 10_000), directory: "/tmp")
        try store.append(batch(0..<700))
        store.finish(isComplete: false)
        let folder = try TemporaryDirectory()
        try folder.write("of the day before", to: "out.partial")
        let export = ResultExport(store, as: format, options: options)
        let done = try export.write(to: folder.path("out"), replaces: false)
        #expect(done?.isWhole == false)
        #expect(done?.path.hasSuffix("/out.partial") == true)
        #expect(try folder.names("") == ["out.partial"])
        let text = try folder.text("out.partial")
        let whole = String(decoding: written(format, options, columns, batch(0..<700)), as: UTF8.self)
        let isOpen = [.json, .insert, .markdown].contains(format)
        if isOpen { #expect(text != whole) }
        if format == .json { #expect(!text.contains("]\n")) }
        if isOpen, format != .json { #expect(text.contains("INCOMPLETE")) }
        // Selected rows are complete.
        let chosen = try ResultExport(store, as: format, options: options, positions: 0..<3)
            .write(to: folder.path("chosen"), replaces: false)
        #expect(chosen?.isWhole == true)
    }

    @Test func `rows that arrive meanwhile are not exported`() throws {
        let store = ResultStore(columns: columns, budget: MemoryBudget(bytes: 10_000), directory: "/tmp")
        try store.append(batch(0..<9_000))
        let folder = try TemporaryDirectory()
        let done = try ResultExport(store, as: .csv, options: options).write(
            to: folder.path("out"), replaces: false, progress: { _ in try? store.append(batch(9_000..<9_100)) })
        #expect(done?.rows == 9_000)
        // More rows will arrive, so the file is partial.
        #expect(done?.isWhole == false)
        #expect(try folder.text("out.partial").utf8.elementsEqual(written(.csv, options, columns, batch(0..<9_000))))
        #expect(store.rowCount > 9_000)
    }
}
