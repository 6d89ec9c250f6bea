import Foundation
import ResultFormats
import SQLWire
import Testing

@Suite struct BrokenResultTests {
    private func text(_ format: ResultFormat, rows: Int) -> String {
        var writer = format.makeWriter(WriterOptions(dialect: .postgresql))
        writer.begin([Column(name: Array("a".utf8), kind: .integer, alignsRight: true)])
        var batch = RowBatch(columnCount: 1)
        for row in 0..<rows {
            Array("\(row)".utf8).withUnsafeBytes { bytes in batch.appendRow { _ in bytes } }
        }
        if rows > 0 { writer.write(batch) }
        writer.abandon()
        return String(decoding: writer.output.bytes, as: UTF8.self)
    }

    @Test(arguments: [0, 1, 2, 499, 500, 501])
    func `an incomplete array is not closed`(_ rows: Int) {
        let text = text(.json, rows: rows)
        #expect(text.hasPrefix("["))
        #expect(!text.contains("]"))
        #expect(throws: (any Error).self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
    }

    @Test(arguments: [0, 1, 2, 499, 500, 501, 1_000])
    func `the last INSERT of an incomplete result cannot be run`(_ rows: Int) {
        let text = text(.insert, rows: rows)
        let last = text.components(separatedBy: ";\n").last ?? ""
        #expect(last.hasPrefix("INSERT INTO "))
        #expect(last.contains(rows % 500 == 0 ? ") VALUES\n--" : "),\n--"), "\(last.suffix(80))")
        #expect(last.hasSuffix("\n-- INCOMPLETE: the result broke off here\n"))
    }

    @Test func `an incomplete Markdown table is marked`() {
        #expect(
            text(.markdown, rows: 1) == "| a |\n| ---: |\n| 0 |\n\nINCOMPLETE: the result broke off here.\n")
    }

    @Test(arguments: [ResultFormat.csv, .tsv, .jsonl])
    func `a line format has the lines that arrived`(_ format: ResultFormat) {
        #expect(text(format, rows: 3).split(separator: "\n").count == (format == .jsonl ? 3 : 4))
    }
}
