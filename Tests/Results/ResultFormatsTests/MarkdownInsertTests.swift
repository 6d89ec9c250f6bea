import ResultFormats
import SQLWire
import Testing

struct MarkdownInsertTests {
    @Test func `a cell cannot end itself or its row`() {
        let sample = Sample(["a|b", "n"], [.text, .integer], [["x|y\n\\|\r\nz", "1"], [nil, nil]])
        #expect(
            ResultFormat.markdown.text(sample, sample)
                .hasPrefix("| a\\|b | n |\n| --- | ---: |\n| x\\|y<br>\\\\\\|<br>z | 1 |\n|  |  |\n\n| a\\|b"))
    }

    @Test func `a cell contains no markup`() {
        let text = "\\<b>*x* _y_ `z` [a](b) ~~c~~ &amp; &#38; & $1$"
        let line = ResultFormat.markdown.text(Sample(["a_b"], nil, [[text]])).split(separator: "\n")
        #expect(line[0] == "| a\\_b |")
        #expect(
            line[2]
                == "| \\\\\\<b\\>\\*x\\* \\_y\\_ \\`z\\` \\[a\\](b) \\~\\~c\\~\\~ \\&amp; \\&#38; & \\$1\\$ |")
    }

    @Test func `every ASCII sign is unchanged after Markdown`() {
        for first in UInt8(0x20)..<0x7F {
            for second in ["", "a", "\\", "#", "|"] {
                let text = "x" + String(UnicodeScalar(first)) + second + "y"
                let cell = ResultFormat.markdown.text(Sample(["c"], nil, [[text]])).split(separator: "\n")[2]
                    .dropFirst(2).dropLast(2)
                // Source: CommonMark 2.4, backslash escapes.
                var (read, rest) = ("", cell)
                while let sign = rest.popFirst() {
                    if sign == "\\", let next = rest.first, next.isASCII, !next.isLetter, !next.isNumber, next != " " {
                        rest.removeFirst()
                        read.append(next)
                        continue
                    }
                    #expect(!"|<`*_[]~$".contains(sign), "\(sign) of \(cell)")
                    read.append(sign)
                }
                #expect(read == text)
            }
        }
    }

    @Test func `values are quoted by the server's rules`() {
        let kinds: [Column.Kind] = [.text, .integer, .float, .boolean, .bytes]
        let sample = Sample(
            ["a\"`", "b", "c", "d", "e"], kinds, [["it's \\", "1", "NaN", "t", "\\x41"], [nil, "-2", nil, "f", nil]])
        #expect(
            ResultFormat.insert.text(sample)
                == "INSERT INTO \"result\" (\"a\"\"`\", \"b\", \"c\", \"d\", \"e\") VALUES\n"
                + " (E'it''s \\\\', 1, 'NaN', TRUE, E'\\\\x41'::bytea),\n (NULL, -2, NULL, FALSE, NULL);\n")
        #expect(
            ResultFormat.insert.text(Sample(["`"], [.bytes], [["A\0"]]), dialect: .mysql)
                == "INSERT INTO `result` (````) VALUES\n (X'4100');\n")
    }

    @Test func `a statement has at most five hundred rows`() {
        let rows = Array(repeating: ["x"] as [String?], count: 1001)
        let text = ResultFormat.insert.text(Sample(["a"], nil, rows))
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("INSERT") }.count == 3)
        #expect(text.hasSuffix("VALUES\n ('x');\n"))
    }
}
