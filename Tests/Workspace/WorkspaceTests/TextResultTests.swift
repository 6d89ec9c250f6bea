import Failures
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// A text result is read, searched, copied and written.
@Suite struct TextResultTests {
    private static let wide = (1...6).map { "column_\($0) " + String(repeating: "\($0)", count: 40) }.joined(
        separator: " ")

    private func bench(_ lines: [SheetLine], columns: Int = 80, rows: Int = 24) throws -> Bench {
        var bench = try Bench(columns: columns, rows: rows)
        bench.type("\\dt\n")
        let number = try #require(bench.state.run?.number)
        bench.send(.sheet(run: number, title: "Tables", lines, bench.state.now))
        bench.answer()
        bench.press(.function(6))
        bench.pass(seconds: 20)
        _ = bench.takeEffects()
        return bench
    }

    private func copied(_ bench: inout Bench) -> String? {
        for case .copyText(let text) in bench.takeEffects() { return text }
        return nil
    }

    private func cursorLine(_ bench: Bench) -> String? {
        bench.screen.split(separator: "\n").first { $0.hasPrefix("▌") }.map { String($0.dropFirst()) }
    }

    @Test func `text in columns scrolls sideways up to its end`() throws {
        var bench = try bench([SheetLine(Self.wide), SheetLine("short")])
        #expect(bench.screen.contains("column_1"))
        #expect(!bench.screen.contains("column_3"))
        for _ in 0..<6 { bench.press(.character("l")) }
        #expect(bench.screen.contains("column_2"))
        #expect(!bench.screen.contains("column_1"))
        bench.press(.character("$"))
        #expect(bench.screen.contains(String(repeating: "6", count: 40)))
        #expect(bench.screen.contains("from column"))
        let end = bench.screen
        bench.press(.named(.right, []))
        #expect(bench.screen == end)
        bench.press(.character("0"))
        #expect(bench.screen.contains("column_1"))
        bench.press(.named(.left, []))
        #expect(bench.screen.contains("column_1"))
    }

    @Test func `wide glyphs at the edge keep the rest in place`() throws {
        var bench = try bench([
            SheetLine(String(repeating: "海", count: 80)), SheetLine(String(repeating: "x", count: 160)),
        ])
        bench.press(.character("l"))
        bench.press(.character("$"))
        let lines = bench.screen.split(separator: "\n").filter { $0.contains("海") || $0.contains("xxxx") }
        #expect(lines.count == 2)
        for line in lines { #expect(DisplayWidth.of(line.trimmingPrefix("▌")) == 79 || DisplayWidth.of(line) == 80) }
    }

    @Test func `prose is wrapped between words, and its copy is not`() throws {
        let words = (1...40).map { "word\($0)" }.joined(separator: " ")
        var bench = try Bench(columns: 60)
        bench.type("select 1;\n")
        bench.answer(.failed(ServerMessage(severity: "ERROR", sqlState: "42P01", text: words), elapsed: 1))
        for word in words.split(separator: " ") { #expect(bench.screen.contains(word)) }
        #expect(bench.state.item?.reading.rows.allSatisfy { $0.isWrapped } == true)
        bench.press(.function(6), .character("y"))
        #expect(copied(&bench) == "ERROR: \(words)")
    }

    @Test func `lines are selected and copied, or all of them`() throws {
        var bench = try bench((1...100).map { SheetLine("line \($0)") })
        bench.press(.down, .character("y"))
        #expect(copied(&bench) == "line 2")
        bench.press(.character("V"), .down, .down, .character("y"))
        #expect(copied(&bench) == "line 2\nline 3\nline 4")
        bench.press(.character("y"))
        #expect(copied(&bench) == "line 4")
        bench.press(.character("G"), .character("v"), .up, .character("y"))
        #expect(copied(&bench) == "line 99\nline 100")
        bench.press(.character("Y"))
        #expect(copied(&bench) == (1...100).map { "line \($0)" }.joined(separator: "\n"))
    }

    @Test func `pages, beginning and end are reached as in rows`() throws {
        var bench = try bench((1...100).map { SheetLine("line \($0).") })
        bench.press(.character("G"))
        #expect(bench.screen.contains("line 100."))
        #expect(cursorLine(bench)?.contains("line 100.") == true)
        bench.press(.character("g"))
        #expect(cursorLine(bench)?.contains("line 1.") == true)
        bench.press(.named(.pageDown, []), .named(.pageDown, []))
        #expect(!bench.screen.contains("line 1."))
        bench.type("#")
        bench.type("50\n")
        #expect(cursorLine(bench)?.contains("line 50.") == true)
        #expect(bench.screen.contains("line 50 of 100"))
    }

    @Test func `a search moves to the match, also sideways, and reports wrapping`() throws {
        var lines = (1...60).map { SheetLine("line \($0)") }
        lines[40] = SheetLine(String(repeating: "-", count: 200) + "Needle" + String(repeating: "-", count: 200))
        lines[50] = SheetLine("a needle too")
        var bench = try bench(lines)
        bench.type("/needle\n")
        #expect(bench.screen.contains("Needle"))
        #expect(cursorLine(bench)?.contains("Needle") == true)
        bench.press(.character("n"))
        #expect(cursorLine(bench)?.contains("a needle too") == true)
        #expect(!bench.screen.contains("went on"))
        bench.press(.character("n"))
        #expect(bench.screen.contains("the search went on from the top"))
        #expect(cursorLine(bench)?.contains("Needle") == true)
        bench.press(.character("N"))
        #expect(bench.screen.contains("the search went on from the bottom"))
        bench.press(.character("*"))
        #expect(bench.screen.contains("2 matches"))
        bench.type("/Needle\n")
        bench.press(.character("n"))
        #expect(bench.screen.contains("this is the only match"))
        bench.type("/nothing\n")
        #expect(bench.screen.contains("\"nothing\" is not in the text"))
        bench.type("\\LINE 5\n")
        #expect(bench.screen.contains("is not in the text"))
    }

    @Test func `Enter opens the whole line, and Esc returns to it`() throws {
        var bench = try bench([SheetLine("short"), SheetLine(Self.wide)])
        bench.press(.down, .enter)
        for number in 4...6 { #expect(bench.screen.count { "\($0)" == "\(number)" } >= 41) }
        #expect(bench.screen.contains("line 2 of 2"))
        bench.press(.character("y"))
        #expect(copied(&bench) == Self.wide)
        bench.press(.escape)
        #expect(bench.state.overlay == nil)
        #expect(cursorLine(bench)?.contains("column_1") == true)
    }

    @Test func `it is written unchanged`() throws {
        var bench = try bench([SheetLine("a\tb"), SheetLine("c")])
        bench.press(.character("e"))
        #expect(bench.screen.contains(".txt"))
        bench.press(.control("u"))
        bench.type("/tmp/out.txt\n")
        guard case .exportText(_, "a\tb\nc\n", 2, "/tmp/out.txt")? = bench.takeEffects().last else {
            Issue.record("the text is not written")
            return
        }
    }

    @Test func `only possible actions are offered`() throws {
        var bench = try bench([SheetLine("a")], columns: 120)
        let hints = bench.row(23)
        #expect(hints.contains("search"))
        #expect(hints.contains("line"))
        #expect(!hints.contains("sort"))
        #expect(!hints.contains("row"))
        bench.press(.character("s"))
        #expect(bench.screen.contains("this result is a text; s is for rows"))
    }

    @Test func `a new size keeps the line`() throws {
        let words = (1...30).map { "word\($0)" }.joined(separator: " ")
        var bench = try bench((1...50).map { SheetLine("\($0) \(words)", .error) })
        bench.type("#20\n")
        for columns in [60, 200, 41, 80] {
            bench.send(.resized(Size(columns: columns, rows: 24)))
            #expect(cursorLine(bench)?.contains("20 word1") == true)
        }
    }

    @Test func `later lines are added below, and the position stays`() throws {
        var bench = try Bench(environment: "dev")
        bench.type("select 1; select 2; select 3;")
        bench.press(.function(9))
        for number in 1...3 {
            bench.answer(.complete(Completion(tag: "TAG \(number)", rows: 1, hasColumns: false), elapsed: 1))
            bench.press(.function(6), .function(6))
            #expect(bench.screen.contains("TAG \(number) in"))
            #expect(bench.screen.contains("TAG 1 in"))
        }
        #expect(bench.state.item?.reading.lines.count == 3)
        #expect(bench.state.item?.reading.row == 0)
    }

    @Test func `a newline in a name is visible`() throws {
        var bench = try Bench(engine: "postgresql")
        bench.type("select 1;\n")
        let message = ServerMessage(
            severity: "ERROR", sqlState: "42P01", text: "relation \"a\nb\" does not exist\nsecond line")
        bench.answer(.failed(message, elapsed: 1))
        #expect(bench.screen.contains("\"a␊b\" does not exist"))
        #expect(bench.screen.contains("\n second line"))
    }
}
