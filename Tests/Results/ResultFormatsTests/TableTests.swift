import ResultFormats
import SQLWire
import Testing

struct TableTests {
    @Test func `a table equals psql's`() {
        let sample = Sample(["id", "name"], [.integer, .text], [["1", "x"]])
        #expect(ResultFormat.table.text(sample) == " id | name \n----+------\n  1 | x\n(1 row)\n\n")
        #expect(
            ResultFormat.table.text(sample, cluster: "p")
                == " cluster | id | name \n---------+----+------\n p       |  1 | x\n(1 row)\n\n")
    }

    @Test func `an incomplete result has its rows, but no count and no end`() {
        for (format, expected) in [
            (ResultFormat.table, " a \n---\n 1\n\n"), (.json, "[\n{\"a\":1}\n"), (.csv, "a\n1\n"),
            (.insert, "INSERT INTO \"result\" (\"a\") VALUES\n (1),\n-- INCOMPLETE: the result broke off here\n"),
            (.vertical, "-[ RECORD 1 ]\na | 1\n\n"),
        ] {
            let sample = Sample(["a"], [.integer], [["1"]])
            var writer = format.makeWriter(WriterOptions(dialect: .postgresql))
            writer.begin(sample.columns)
            writer.write(sample.batch(0..<1))
            writer.abandon()
            #expect(String(decoding: writer.output.bytes, as: UTF8.self) == expected)
        }
    }

    @Test func `rows beyond the first four thousand only widen columns`() {
        var rows = Array(repeating: ["1"] as [String?], count: 4000)
        rows.append(["12345"])
        let lines = ResultFormat.table.text(Sample(["a"], [.integer], rows)).split(separator: "\n")
        #expect(lines[0...2] == [" a ", "---", " 1"])
        #expect(lines[4001...] == [" 1", " 12345", "(4001 rows)"])
    }

    @Test func `no cell or name reaches a terminal unchanged`() {
        let sample = Sample(["a\u{1B}", "b"], nil, [["x\u{1B}[2J\u{202E}", "\ty"], ["漢\nz", "1\t2"]])
        #expect(
            ResultFormat.table.text(sample, forTerminal: true)
                == """
                      a␛       |     b     
                ---------------+-----------
                 x␛[2J<U+202E> |         y
                 漢           +| 1       2
                 z             | 
                (2 rows)


                """)
        #expect(
            ResultFormat.table.text(sample, dialect: .mysql, forTerminal: true).contains(
                "| 漢            | 1       2 |\n"))
        for format in ResultFormat.allCases {
            for dialect in [Dialect.postgresql, .mysql] {
                #expect(!format.text(sample, dialect: dialect, forTerminal: true).contains("\u{1B}"))
            }
        }
    }
}
