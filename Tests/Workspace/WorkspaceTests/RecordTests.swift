import Editing
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// Rows with one line for each value.
@Suite struct RecordTests {
    private func bench(_ columns: [String], _ rows: [[String?]], width: Int = 60, height: Int = 24) throws -> Bench {
        var bench = try Bench(columns: width, rows: height)
        bench.type("select 1;\n")
        try bench.answer(columns, rows)
        bench.press(.function(6), .character("x"))
        return bench
    }

    @Test func `scrolling continues from row to row`() throws {
        var bench = try bench(["n_id", "name"], (1...100_000).map { ["\($0)", "name of \($0)."] })
        #expect(bench.screen.contains("row 1 ─"))
        #expect(bench.screen.contains("row 2 ─"))
        #expect(bench.screen.contains("name of 3."))
        bench.press(.character("j"), .character("j"))
        #expect(bench.screen.contains("row 2 of 100,000"))
        bench.press(.character("l"))
        #expect(bench.screen.contains("row 3 of 100,000"))
        bench.press(.character("h"), .character("k"))
        #expect(bench.screen.contains("row 1 of 100,000"))
        bench.press(.character("G"))
        #expect(bench.screen.contains("row 100,000 of 100,000"))
        #expect(bench.screen.contains("name of 99999."))
        bench.press(.named(.pageUp, []))
        #expect(!bench.screen.contains("row 100,000 of"))
        bench.press(.character("g"))
        #expect(bench.screen.contains("name of 1."))
        for _ in 0..<5 { bench.press(.named(.pageDown, [])) }
        for _ in 0..<5 { bench.press(.named(.pageUp, [])) }
        #expect(bench.screen.contains("name of 1."))
    }

    @Test func `values keep their lines and are wrapped`() throws {
        let definition = "CREATE TABLE t (\n  a int,\n  b text\n)"
        let long = (1...60).map { "<\($0)>" }.joined()
        var bench = try bench(["Table", "Create Table", "long", "none"], [["t", definition, long, nil]])
        #expect(bench.screen.contains("Create Table │ CREATE TABLE t ("))
        #expect(bench.screen.contains("             │   b text"))
        #expect(bench.screen.contains("none         │ NULL"))
        let text = bench.screen.split(separator: "\n").compactMap { $0.split(separator: "│").last }
            .map { $0.trimmingPrefix(" ") }.joined()
        for number in 1...60 { #expect(text.contains("<\(number)>")) }
        // Moving through the lines of a value keeps the column.
        bench.press(.character("j"))
        for _ in 0..<4 {
            #expect(bench.state.currentColumn == 1)
            bench.press(.character("j"))
        }
        #expect(bench.state.currentColumn == 2)
        bench.press(.character("y"))
        guard case .copyText(long)? = bench.takeEffects().last else {
            Issue.record("the value is not copied")
            return
        }
    }

    @Test func `a value longer than the screen is scrolled`() throws {
        var bench = try bench(
            ["a", "b"], [[(1...200).map { "line \($0)." }.joined(separator: "\n"), "end"], ["x", "y"]])
        for _ in 0..<150 { bench.press(.character("j")) }
        #expect(bench.screen.contains("line 151."))
        bench.press(.character("G"))
        #expect(bench.screen.contains("b │ y"))
        bench.press(.character("k"), .character("k"), .character("k"))
        #expect(bench.screen.contains("line 200."))
    }

    @Test func `many columns and large values stay bounded`() throws {
        let large = String(repeating: "abcdefgh", count: 1 << 17)
        var bench = try bench((1...40).map { "c\($0)" }, (1...3).map { _ in (1...40).map { _ in large } })
        bench.press(.character("$"))
        #expect(bench.screen.contains("c40"))
        bench.press(.character("j"))
        #expect(bench.screen.contains("c40"))
    }

    @Test func `every size works, also without rows or columns`() throws {
        for (columns, rows) in [(["a"], [["x"]]), ([], [[], []]), (["a", "b"], [])] as [([String], [[String?]])] {
            var bench = try bench(columns, rows)
            for size in [Size(columns: 1, rows: 1), Size(columns: 40, rows: 8), Size(columns: 41, rows: 9)] {
                bench.send(.resized(size))
                bench.press(.character("j"), .character("k"), .character("G"), .character("g"), .character("l"))
                _ = bench.screen
            }
        }
    }

    @Test func `a sort keeps the column and clears the selection with a message`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        try bench.answer(["n_id", "name"], [["3", "c"], ["1", "a"], ["2", "b"]])
        bench.press(.function(6), .character("l"), .down, .character("s"))
        guard case .arrange(let result, let job, let store, _)? = bench.takeEffects().last else {
            Issue.record("nothing is sorted")
            return
        }
        bench.press(.character("V"))
        let sorted = try store.sorted(by: [SortKey(1)])
        bench.send(.arranged(result: result, job: job, sorted, bench.state.now))
        #expect(bench.state.currentColumn == 1)
        #expect(bench.state.item?.grid.row == 0)
        #expect(bench.state.item?.grid.selection == nil)
        #expect(bench.screen.contains("the selection is dropped"))
    }

    @Test func `the mark of a sorted column does not hide its name`() throws {
        let name = String(repeating: "n", count: 60)
        var bench = try Bench()
        bench.type("select 1;\n")
        try bench.answer(["abcdefgh", name], [["1", "x"]])
        bench.press(.function(6), .character("s"))
        #expect(bench.screen.contains("abcdefgh ▲"))
        bench.type("&x\n")
        #expect(bench.screen.contains("abcdefgh ▲ &"))
        bench.press(.character("l"), .character("s"))
        #expect(bench.screen.contains(String(repeating: "n", count: 47) + "… ▲"))
    }

    @Test func `a search in rows reports wrapping and missing further matches`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        try bench.answer(["a"], [["x"], ["y"], ["x"]])
        bench.press(.function(6), .down)
        func search(_ key: String, finds row: Int) throws {
            bench.type(key)
            guard case .search(let result, let job, _, _)? = bench.takeEffects().last else {
                Issue.record("nothing is searched")
                return
            }
            bench.send(.found(result: result, job: job, (row, 0), bench.state.now))
        }
        try search("/x\n", finds: 2)
        #expect(!bench.screen.contains("went on"))
        try search("n", finds: 0)
        #expect(bench.screen.contains("the search went on from the top"))
        try search("N", finds: 2)
        #expect(bench.screen.contains("the search went on from the bottom"))
        try search("n", finds: 2)
        #expect(bench.screen.contains("this is the only match"))
    }

    @Test func `the selection is visible there, too`() throws {
        var bench = try bench(["a", "b"], [["one", "two"], ["three", ""], ["five", "six"]])
        func selected() -> [String] {
            let tabs = TabNames([("orders", false)], current: 0)
            let cells = render(bench.state, tabs: tabs, Bench.look)
            return (0..<cells.size.rows).compactMap { row in
                let marked = (0..<cells.size.columns).filter { cells[$0, row].style.attributes.contains(.reverse) }
                let text = marked.map { cells[$0, row].text }.joined().trimmingPrefix(" ")
                return ["one", "two", "three", "five", "six"].first { text.contains($0) }
            }
        }
        #expect(selected() == [])
        bench.press(.character("V"))
        #expect(selected() == ["one", "two"])
        bench.press(.character("l"))
        #expect(selected() == ["one", "two", "three"])
        bench.press(.escape)
        #expect(selected() == [])
    }
}
