import Editing
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// A complete value, and all messages.
@Suite struct WholeCellTests {
    private func bench(_ value: String, columns: Int = 60, rows: Int = 20) throws -> Bench {
        var bench = try Bench(columns: columns, rows: rows)
        bench.type("select 1;\n")
        try bench.answer(["cell"], [[value]])
        bench.press(.function(6), .enter)
        bench.pass(seconds: 20)
        _ = bench.takeEffects()
        return bench
    }

    @Test func `a long value is wrapped completely`() throws {
        let value = (1...200).map { "<\($0)>" }.joined()
        var bench = try bench(value, rows: 40)
        #expect(bench.screen.contains("cell, row 1: \(value.utf8.count) bytes, 1 line"))
        for number in 1...200 { #expect(joined(bench).contains("<\(number)>")) }
        bench.press(.character("y"))
        guard case .copyText(value)? = bench.takeEffects().last else {
            Issue.record("it is not copied")
            return
        }
    }

    /// The text in the frame with its rows joined.
    private func joined(_ bench: Bench) -> String {
        bench.screen.split(separator: "\n").filter { $0.hasPrefix("│") || $0.contains("│ ") }
            .map { $0.split(separator: "│").first { !$0.allSatisfy { $0 == " " } } ?? "" }
            .map { $0.drop { $0 == " " } }
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }.joined()
    }

    @Test func `wide glyphs, emoji and controls are wrapped where they fit`() throws {
        let value = String(repeating: "海の星", count: 30) + "👩‍👩‍👧e\u{301}\u{1B}[2J\u{200D}x"
        let bench = try bench(value)
        #expect(joined(bench).filter { $0 == "海" }.count == 30)
        #expect(bench.screen.contains("␛[2J<U+200D>x"))
        let widths = bench.screen.split(separator: "\n").filter { $0.contains("海の星海") }.map { DisplayWidth.of($0) }
        #expect(Set(widths) == [60])
    }

    @Test func `line ends are kept, and it scrolls to its end`() throws {
        var bench = try bench((1...100).map { "line \($0)." }.joined(separator: "\n"))
        #expect(bench.screen.contains("100 lines"))
        #expect(bench.screen.contains("line 2."))
        bench.press(.character("j"))
        #expect(!bench.screen.contains("line 1."))
        bench.press(.character("G"))
        #expect(bench.screen.contains("line 100."))
        bench.press(.named(.pageUp, []))
        #expect(!bench.screen.contains("line 100."))
        bench.press(.character("g"))
        #expect(bench.screen.contains("line 1."))
        bench.press(.named(.end, []))
        #expect(bench.screen.contains("line 100."))
    }

    @Test func `it can be searched`() throws {
        var bench = try bench((1...100).map { "line \($0)." }.joined(separator: "\n"))
        bench.type("/LINE 7\n")
        #expect(bench.screen.contains("is not in the text"))
        bench.type("/line 77\n")
        #expect(bench.screen.contains("line 77."))
        bench.press(.character("n"))
        #expect(bench.screen.contains("this is the only match"))
        bench.type("/")
        bench.press(.escape)
        #expect(bench.state.overlay != nil)
        bench.press(.escape)
        #expect(bench.state.overlay == nil)
    }

    @Test func `a value of many megabytes is bounded, and so is its laid-out JSON`() throws {
        let many = "{\"a\":[" + String(repeating: "1,", count: 200_000) + "1]}"
        let json = try bench(many)
        #expect(json.screen.contains("1 line"))
        let huge = try bench(String(repeating: "abcdefgh", count: 1 << 19))
        #expect(huge.screen.contains("the first 1,048,576 of 4,194,304 bytes"))
    }

    @Test func `the log wraps long lines`() throws {
        let words = (1...40).map { "word\($0)" }.joined(separator: " ")
        var bench = try Bench(columns: 60)
        bench.send(.said(Message(.warning, words, at: bench.state.now)))
        bench.press(.function(7))
        for word in words.split(separator: " ") { #expect(bench.screen.contains(word)) }
    }

    @Test func `the help moves by pages to its end and back`() throws {
        var bench = try Bench()
        bench.press(.function(1))
        let first = bench.screen
        bench.press(.named(.pageDown, []))
        let second = bench.screen
        #expect(second != first)
        #expect(!second.contains("sql-run-all"))
        bench.press(.named(.pageUp, []))
        #expect(bench.screen == first)
        bench.press(.named(.end, []))
        let last = bench.screen
        #expect(last != second)
        bench.press(.named(.pageDown, []))
        #expect(bench.screen == last)
        bench.press(.named(.home, []))
        #expect(bench.screen == first)
    }
}
