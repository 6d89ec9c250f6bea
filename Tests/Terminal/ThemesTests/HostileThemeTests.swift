import TOML
import TerminalUI
import TestSupport
import Testing

@testable import Themes

@Suite struct HostileThemeTests {
    private static let oversized = String(repeating: "# nothing\n", count: 110_000)

    @Test(
        arguments: [
            LongText(oversized), "\u{0}", "a = [[[[", "= 1", .repeating("[", count: 60_000),
            .repeating("a.", count: 30_000),
            "[styles]\ntoken" + .repeating(".a", count: 30_000) + " = 1",
            "[palette]\na = " + .repeating("[", count: 30_000),
            "[styles]\ntoken = \"" + .repeating("bold on x ", count: 6_000) + "\"",
            "[palette]\na = [" + .repeating("\"#12345g\",", count: 5_000) + "]",
            LongText("[palette]\n" + (0..<6_000).map { "c\($0) = 1\n" }.joined()),
            LongText("[styles]\n" + (0..<5_000).map { "tokn\($0)=1\n" }.joined()),
            "[styles]\n\"token" + .repeating("x", count: 60_000) + "\" = 1",
        ] as [LongText])
    func `a hostile file is refused or ignored with few messages at every depth`(text: LongText) throws {
        let shop = try ThemeFixture(["t": text.text])
        for depth in ColorDepth.allCases where depth != .mono {
            let (theme, issues) = shop.library.load("t", depth: depth)
            #expect(!issues.isEmpty && issues.count <= 60)
            #expect(issues.allSatisfy { $0.message.utf8.count < 2_000 && $0.position.line >= 1 })
            #expect(theme.name == "t" && theme[.tokenFresh, on: nil].foreground == .terminal)
        }
    }

    @Test func `a file of a megabyte is reported as too large, and a directory as no file`() throws {
        let shop = try ThemeFixture(["t": Self.oversized, "d.toml/inner": ""])
        #expect(shop.issues("t").first?.contains("is too large; why: at most 65536 bytes") == true)
        #expect(shop.issues("d").first?.contains("it is a directory") == true)
        #expect(shop.theme("d")[.tokenFresh, on: nil] == .plain)
    }

    @Test func `random bytes never crash the program`() throws {
        var random = SeededGenerator(seed: 11)
        let words = [
            "[styles]\n", "[palette]\n", "inherits = ", "\"token.fresh\" = ", "\"", "on ", "bold ", "#88c0d0", "\n",
            "= ", "a",
            "[", "]", "\u{1B}", "256", "é", "\\u0007", ",",
        ]
        let shop = try ThemeFixture()
        for _ in 0..<300 {
            let text = (0..<40).map { _ in random.pick(words) }.joined()
            try shop.directory.write(text, to: "t.toml")
            let file = ThemeFile(reading: Array(text.utf8), file: "t")
            #expect(shop.library.load("t", depth: .palette).issues.count >= file.issues.count)
        }
    }

    @Test func `a circular or dangling link is no theme`() throws {
        let shop = try ThemeFixture()
        try Tool.run(["ln", "-s", "loop.toml", shop.directory.path("loop.toml")])
        #expect(!shop.library.contains("loop"))
        #expect(shop.theme("loop").name == "default")
    }
}
