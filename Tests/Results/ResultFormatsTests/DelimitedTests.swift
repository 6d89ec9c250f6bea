import ResultFormats
import SQLWire
import Testing

struct DelimitedTests {
    @Test func `a value with a comma, a quote or a line end is quoted`() {
        let sample = Sample(
            ["a,b", "c"], nil, [["1,2", "say \"hi\""], ["x\ny", "x\r"], [nil, ""], ["\\.", "\\.x"]])
        #expect(
            ResultFormat.csv.text(sample)
                == "\"a,b\",c\n\"1,2\",\"say \"\"hi\"\"\"\n\"x\ny\",\"x\r\"\n,\n\"\\.\",\\.x\n")
    }

    @Test func `NULL and the empty text differ on request`() {
        let sample = Sample(["a", "b"], nil, [[nil, ""], ["NULL", "NULLs"], ["", nil], ["x", "\"\""]])
        func text(_ csv: CSVChoice) -> String {
            String(
                decoding: ResultFormat.csv.written([sample], WriterOptions(dialect: .mysql, csv: csv)), as: UTF8.self)
        }
        #expect(text(CSVChoice()) == "a,b\n,\nNULL,NULLs\n,\nx,\"\"\"\"\"\"\n")
        #expect(text(.readable) == "a,b\n,\"\"\nNULL,NULLs\n\"\",\nx,\"\"\"\"\"\"\n")
        #expect(
            text(CSVChoice(null: Array("NULL".utf8)))
                == "a,b\nNULL,\n\"NULL\",NULLs\n,NULL\nx,\"\"\"\"\"\"\n")
        for bad in ["a,b", "\"", "x\n", "\r"] { #expect(CSVChoice.problem(withNull: bad) != nil) }
        #expect(CSVChoice.problem(withNull: "\\N") == nil)
    }

    @Test func `a special byte is found at any position of a value`() {
        for length in 1...40 {
            for place in 0..<length {
                for byte in [",", "\"", "\n", "\r"] {
                    let head = String(repeating: "x", count: place)
                    let tail = String(repeating: "y", count: length - place - 1)
                    let text = ResultFormat.csv.text(Sample(["a"], nil, [[head + byte + tail]]))
                    #expect(text == "a\n\"" + head + (byte == "\"" ? "\"\"" : byte) + tail + "\"\n")
                }
            }
        }
    }

    @Test func `a field of many quotes gets enough room`() {
        let quotes = String(repeating: "\"", count: 100_000)
        let sample = Sample(["a", "b"], nil, [["x", quotes], [quotes, "y"]])
        let text = ResultFormat.csv.text(sample, cluster: "p,q")
        #expect(
            text == "cluster,a,b\n\"p,q\",x,\"\(quotes)\(quotes)\"\n\"p,q\",\"\(quotes)\(quotes)\",y\n")
    }

    @Test func `invalid UTF-8 passes unchanged, except to a terminal`() {
        var batch = RowBatch(columnCount: 1)
        batch.append([[0xFF, 0x1B, 0xC3]])
        for (forTerminal, expected) in [(false, [0xFF, 0x1B, 0xC3]), (true, Array("\u{FFFD}␛\u{FFFD}".utf8))] {
            var writer = ResultFormat.csv.makeWriter(WriterOptions(dialect: .mysql, forTerminal: forTerminal))
            writer.begin([Column(name: [0x61], kind: .text)])
            writer.write(batch)
            #expect(writer.output.bytes == [0x61, 0x0A] + expected + [0x0A])
        }
    }

    @Test func `tabs, newlines and backslashes are escaped in tsv`() {
        let sample = Sample(["a\tb", "c"], nil, [["x\ty\nz", "\\N"], [nil, ""], ["\u{8}\u{B}\u{C}\r", "\0"]])
        #expect(
            ResultFormat.tsv.text(sample) == "a\\tb\tc\nx\\ty\\nz\t\\\\N\n\\N\t\n\\b\\v\\f\\r\t\0\n")
        #expect(ResultFormat.tsv.text(sample, dialect: .mysql).hasSuffix("\n\\b\u{B}\u{C}\\r\t\\0\n"))
        #expect(ResultFormat.tsv.text(Sample(["a", "b"], nil, [["1", "2"]]), forTerminal: true) == "a\tb\n1\t2\n")
    }
}
