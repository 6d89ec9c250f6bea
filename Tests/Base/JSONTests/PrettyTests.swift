import JSON
import Secrets
import TestSupport
import Testing

@Suite struct PrettyTests {
    private func pretty(_ text: String, limit: Int = 1 << 20) -> String? {
        JSONText.pretty(Array(text.utf8), limit: limit).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `each member and value has its own line and is unchanged`() {
        #expect(
            pretty(#"{"b":1.50e+03,"a":[true,null,{"x":"é\u00e9\n"},[],{}],"b":-0}"#) == #"""
                {
                  "b": 1.50e+03,
                  "a": [
                    true,
                    null,
                    {
                      "x": "é\u00e9\n"
                    },
                    [],
                    {}
                  ],
                  "b": -0
                }
                """#)
    }

    @Test(arguments: ["1", "\"\"", "null", "[]", "{}", "\"\\ud800\""])
    func `a document without parts is unchanged`(_ text: String) {
        #expect(pretty(" \n\(text)\t ") == text)
    }

    @Test(arguments: [
        "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\"}", "{1:2}", "[1 2]", "1 2", "01", "nul", "'a'", "\"\\x\"", "\"a",
        "[\"a\nb\"]", "]", "[}", "{]", "\u{FEFF}1", "-", "1.", "1e", ".5", "+1",
    ])
    func `a text that is not JSON is not laid out`(_ text: String) {
        #expect(pretty(text) == nil)
    }

    @Test func `invalid UTF-8 is not laid out`() {
        #expect(JSONText.pretty([0x22, 0xC3, 0x28, 0x22]) == nil)
        #expect(JSONText.pretty([0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
    }

    @Test func `depth and length are limited`() {
        let deep = String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000)
        #expect(pretty(deep, limit: 1 << 21) != nil)
        #expect(pretty("[\(deep)]", limit: 1 << 21) == nil)
        #expect(pretty(String(repeating: "[", count: 1_000_000)) == nil)
        // Forty thousand bytes that would become eighty million.
        let wide =
            String(repeating: "[", count: 999) + String(repeating: "1,", count: 20_000) + "1"
            + String(repeating: "]", count: 999)
        #expect(pretty(wide, limit: 1 << 20) == nil)
        #expect(pretty("[1,2]", limit: 12) == "[\n  1,\n  2\n]")
        #expect(pretty("[1,2]", limit: 11) == nil)
    }

    @Test func `laying out twice changes nothing, and values stay the same`() throws {
        var random = SeededGenerator(seed: 5)
        var laidOut = 0
        for _ in 0..<3_000 {
            let text = Self.document(&random, depth: 0)
            let once = try #require(pretty(text))
            #expect(pretty(once) == once)
            #expect(JSONValue(Array(once.utf8)).map(Self.flat) == JSONValue(Array(text.utf8)).map(Self.flat))
            laidOut += 1
            // An extra or missing bracket is never accepted.
            #expect(pretty(text + "]") == nil)
            #expect(pretty("[" + text) == nil)
        }
        #expect(laidOut == 3_000)
    }

    private static func document(_ random: inout SeededGenerator, depth: Int) -> String {
        let blank = random.pick(["", " ", "\n", "\t "])
        switch depth > 4 ? random.next() % 4 : random.next() % 6 {
        case 0: return blank + random.pick(["0", "-12", "1.5", "2E-7", "123456789012345678901234567890"]) + blank
        case 1: return random.pick(["true", "false", "null"])
        case 2, 3: return "\"" + random.text(Int(random.next() % 5), of: "aé漢😀 /") + "\""
        case 4:
            let values = (0..<random.next() % 4).map { _ in document(&random, depth: depth + 1) }
            return "[" + blank + values.joined(separator: ",") + blank + "]"
        default:
            let members = (0..<random.next() % 4).map { _ in
                "\"\(random.text(1, of: "abc"))\"\(blank):" + document(&random, depth: depth + 1)
            }
            return "{" + members.joined(separator: blank + ",") + blank + "}"
        }
    }

    private static func flat(_ value: JSONValue) -> String {
        switch value {
        case .object(let members): "{" + members.map { "\($0.name)=\(flat($0.value))" }.joined(separator: ";") + "}"
        case .array(let values): "[" + values.map(flat).joined(separator: ";") + "]"
        case .text(let secret): "'" + secret.revealText() + "'"
        case .number(let digits): digits
        case .bool(let flag): "\(flag)"
        case .null: "null"
        }
    }
}
