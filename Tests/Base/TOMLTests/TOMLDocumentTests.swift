import TOML
import TestSupport
import Testing

private func parse(_ text: String) throws -> TOMLTable {
    try TOMLDocument(parsing: Array(text.utf8)).root
}

@Suite struct TOMLDocumentTests {
    @Test func `values have their kind and position`() throws {
        let root = try parse(
            """
            text = "é\\u00e9"   # a comment
            [a.b]
            number = 0x1F
              flag = true
            list = [1, "two", 3.5]
            when = 2026-11-21T14:00:00Z
            """)
        let text = try #require(root["text"])
        guard case .string("éé") = text.value.content else {
            Issue.record("\(text.value)")
            return
        }
        guard case .table(let a) = try #require(root["a"]).value.content,
            case .table(let b) = try #require(a["b"]).value.content
        else {
            Issue.record("no table")
            return
        }
        #expect(b.entries.map(\.key) == ["number", "flag", "list", "when"])
        #expect(b["flag"]?.position == SourcePosition(line: 4, column: 3))
        #expect(b["flag"]?.value.position == SourcePosition(line: 4, column: 10))
        #expect(b.entries.map(\.value.kind) == ["an integer", "a boolean", "an array", "a date or time"])
    }

    // The shapes of toml-test's valid and invalid suites, rebuilt.
    @Test(arguments: [
        "", "\u{FEFF}a = 1", "a = 1\r\nb = 2\r\n", "'quoted key' = 1", "\"\" = 'empty key'", "a.b.c = 1",
        "1234 = 'digits'",
        "a = '''\nraw \\ text'''", "a = \"\"\"\\\n   trimmed\"\"\"", "a = [\n 1,\n 2, # x\n]",
        "a = {b = 1, c = {d = 2}}",
        "[[t]]\nx = 1\n[[t]]\nx = 2", "a = +99\nb = 1_000\nc = 0o17\nd = 0b11", "a = inf\nb = -nan\nc = 6.02e23",
        "a = 1979-05-27\nb = 07:32:00\nc = 1979-05-27 07:32:00.5-07:00", "a = \"\\U0001F6A2\"", "[a]\n[a.b]\n[c.d.e]",
        "a = [[1, 2], ['x']]", "# only a comment", "a = \"\t\"",
    ])
    func `valid shapes are accepted`(text: String) throws {
        _ = try parse(text)
    }

    @Test(arguments: [
        "a", "a =", "= 1", "a = 1 b = 2", "a = 1\na = 2", "[a]\n[a]", "[a", "a = [1,, 2]", "a = \"unclosed",
        "a = 'x\ny'",
        "a = 01", "a = 1__0", "a = tru", "a = \"\\q\"", "a = \"\\uD800\"", "a = {b = 1", "a.b = 1\na = 2", "a = 1.",
        "a = \"\u{1}\"", "a = 1\u{0}", "[[a]]\n[a]", "a = 2026-13-01", "\u{0}", "a = .5", "[a]]", "a = \"\u{7F}\"",
        "a..b = 1", "a = 0x", "[ ]", "a = 99999999999999999999",
    ])
    func `invalid shapes are refused with their position`(text: String) {
        let error = #expect(throws: TOMLError.self) { try parse(text) }
        #expect((error?.position.line ?? 0) >= 1)
        #expect(error?.reason.isEmpty == false)
    }

    @Test func `bytes that are not UTF-8 are refused`() {
        for bytes: [UInt8] in [[0x61, 0x3D, 0x22, 0xFF, 0x22], [0xC0, 0x80], [0xED, 0xA0, 0x80]] {
            #expect(throws: TOMLError.self) { try TOMLDocument(parsing: bytes) }
        }
    }

    @Test(
        arguments: [
            .repeating("[", count: 100_000), "a = " + .repeating("[", count: 100_000),
            "a = " + .repeating("{a=", count: 100_000), .repeating("a.", count: 1_000_000) + "a = 1",
            "[" + .repeating("a.", count: 1_000_000) + "a]", .repeating("\"!\" . ", count: 100_000) + "a = 1",
            "x = {" + .repeating("a.", count: 500_000) + "a = 1}",
        ] as [LongText])
    func `depth is limited`(text: LongText) {
        #expect(throws: TOMLError.self) { try parse(text.text) }
    }

    @Test func `random bytes are refused or parsed without a crash`() {
        var random = SeededGenerator(seed: 3)
        let alphabet = "[]{}=.\"'\\#,\n\r\t abc123-_:+eE\u{0}\u{1}é海"
        for _ in 0..<3_000 {
            let text = random.text(Int.random(in: 0...200, using: &random), of: alphabet)
            _ = try? parse(text)
            let bytes = (0..<Int.random(in: 0...100, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = try? TOMLDocument(parsing: bytes)
        }
    }
}
