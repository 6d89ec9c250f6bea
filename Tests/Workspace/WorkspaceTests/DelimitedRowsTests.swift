import TestSupport
import Testing

@testable import WorkspaceRuntime

/// Files of rows, split into any pieces.
@Suite struct DelimitedRowsTests {
    private func rows(_ text: String, _ form: DelimitedRows.Form, pieces: Int = 1) -> [[String?]] {
        var rows = DelimitedRows(form)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            rows.feed(bytes[start..<min(bytes.count, start + pieces)])
        }
        rows.finish()
        return rows.take().map { row in row.map { $0.map { String(decoding: $0, as: UTF8.self) } } }
    }

    @Test(arguments: [1, 2, 3, 1_000])
    func `CSV is parsed by COPY's rules`(pieces: Int) {
        #expect(rows("a,b\n1,\"x, \"\"y\"\"\nz\"\n", .csv, pieces: pieces) == [["a", "b"], ["1", "x, \"y\"\nz"]])
        #expect(rows(",\"\"\r\nlast", .csv, pieces: pieces) == [[nil, ""], ["last"]])
        #expect(rows("a\rb,\"c\"", .csv, pieces: pieces) == [["a\rb", "c"]])
        #expect(rows("", .csv, pieces: pieces) == [])
    }

    @Test(arguments: [1, 2, 3, 1_000])
    func `tabs and backslashes are parsed by COPY's rules`(pieces: Int) {
        #expect(rows("a\tb\n\\N\t\\\\N\\t\\n\n", .tsv, pieces: pieces) == [["a", "b"], [nil, "\\N\t\n"]])
        #expect(rows("\t\"q\"\n", .tsv, pieces: pieces) == [["", "\"q\""]])
    }

    @Test func `written rows are read back`() {
        var random = SeededGenerator(seed: 12)
        let letters: [Character] = ["a", "\"", ",", "\n", "\r", "\t", "\\", "é", " "]
        for _ in 0..<500 {
            let row = (0..<3).map { _ -> String? in
                guard Int.random(in: 0..<6, using: &random) > 0 else { return nil }
                return String(
                    (0..<Int.random(in: 0..<6, using: &random)).compactMap { _ in letters.randomElement(using: &random)
                    })
            }
            let text = row.map { $0.map { "\"\($0.replacing("\"", with: "\"\""))\"" } ?? "" }.joined(separator: ",")
            #expect(rows(text + "\n", .csv, pieces: 2) == [row])
        }
    }
}
