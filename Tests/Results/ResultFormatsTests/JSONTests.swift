import ResultFormats
import SQLWire
import Testing

struct JSONTests {
    private func value(_ text: String, _ kind: Column.Kind, _ dialect: Dialect = .postgresql) -> String {
        let line = ResultFormat.jsonl.text(Sample(["a"], [kind], [[text]]), dialect: dialect)
        return String(line.dropFirst(5).dropLast(2))
    }

    @Test func `a result is an array with an object for each row`() {
        let sample = Sample(["a", "b"], [.integer, .text], [["1", "x"], [nil, "y"]])
        #expect(ResultFormat.json.text(sample) == "[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":null,\"b\":\"y\"}\n]\n")
        #expect(ResultFormat.json.text(Sample(["a"])) == "[]\n")
        #expect(ResultFormat.json.text(Sample([], nil, [[], []])) == "[\n{},\n{}\n]\n")
        #expect(ResultFormat.jsonl.text(sample, cluster: "p").hasPrefix("{\"cluster\":\"p\",\"a\":1,\"b\":\"x\"}\n{"))
    }

    @Test func `a number stays a number only if JSON allows it`() {
        for number in ["0", "-1", "1.50", "1e-07", "1E+5", "-0.0"] { #expect(value(number, .decimal) == number) }
        for text in ["NaN", "-Infinity", "1.", ".5", "-", "", "1e", "+1"] {
            #expect(value(text, .float) == "\"\(text)\"")
        }
    }

    @Test func `a zero-padded number of MySQL keeps its value`() {
        for (text, number) in [
            ("0000", "0"), ("00042", "42"), ("0042.50", "42.50"), ("0000.5", "0.5"), ("2024", "2024"),
        ] {
            #expect(value(text, .integer, .mysql) == number)
            #expect(value(text, .decimal, .mysql) == number)
        }
        #expect(value("00", .text, .mysql) == "\"00\"")
    }

    @Test func `a valid document is embedded`() {
        #expect(value("{\"a\" :\n [1, {}, [], null]}", .json) == "{\"a\" :  [1, {}, [], null]}")
        #expect(value(" \"x\\n\" ", .json) == " \"x\\n\" ")
        for text in ["{", "[1,]", "{\"a\":1,}", "[1 2]", "nul", "1 2", "{1:2}", "[}", "{\"a\" 1}", "", "]"] {
            let quoted = text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
            #expect(value(text, .json) == "\"\(quoted)\"")
        }
    }

    @Test func `booleans and bytes follow the dialect`() {
        #expect(value("t", .boolean) == "true")
        #expect(value("f", .boolean) == "false")
        #expect(value("\\x41", .bytes) == "\"\\\\x41\"")
        #expect(value("A\u{1}", .bytes, .mysql) == "\"0x4101\"")
    }

    @Test func `control characters are escaped and the rest is unchanged`() {
        #expect(value("a\u{1}\n\u{1F}\"\\/漢😀", .text) == "\"a\\u0001\\n\\u001F\\\"\\\\/漢😀\"")
    }

    @Test func `names in an object are unique`() {
        let text = ResultFormat.jsonl.text(Sample(["a", "a", "a_2", "a", ""], nil, [["1", "2", "3", "4", "5"]]))
        #expect(text == "{\"a\":\"1\",\"a_3\":\"2\",\"a_2\":\"3\",\"a_4\":\"4\",\"\":\"5\"}\n")
    }
}
