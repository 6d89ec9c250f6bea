import Editing
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Testing

@testable import Workspace

/// A result on the screen.
@Suite struct GridTests {
    private func bench(_ columns: [String], _ rows: [[String?]], width: Int = 100) throws -> Bench {
        var bench = try Bench(columns: width)
        bench.type("select 1;\n")
        try bench.answer(columns, rows)
        bench.press(.function(6))
        return bench
    }

    /// The lines of the result, the heading first.
    private func lines(_ bench: Bench) -> [String] {
        let first = WorkspaceLayout(bench.state).result.row
        return (first..<bench.state.size.rows - 2).map(bench.row)
    }

    @Test func `the cursor reaches every row and the rows scroll with it`() throws {
        var bench = try bench(["n_id"], (1...1_000).map { ["\($0)"] })
        #expect(lines(bench)[1].hasPrefix("▌"))
        for _ in 0..<40 { bench.press(.down) }
        #expect(bench.screen.contains("row 41 of 1,000"))
        #expect(lines(bench).contains { $0.hasPrefix("▌") && $0.contains("41") })
        bench.press(.character("G"))
        #expect(bench.screen.contains("row 1,000 of 1,000"))
        #expect(lines(bench).last { !$0.isEmpty }?.contains("1000") == true)
        bench.press(.character("g"))
        #expect(bench.screen.contains("row 1 of 1,000"))
        bench.type("#")
        bench.type("50%\n")
        #expect(bench.screen.contains("row 500 of 1,000"))
        bench.type("#")
        bench.type("777\n")
        #expect(bench.screen.contains("row 777 of 1,000"))
        bench.type("#")
        bench.type("99999999\n")
        #expect(bench.screen.contains("row 1,000 of 1,000"))
    }

    @Test func `columns scroll sideways and frozen ones stay`() throws {
        let names = (1...40).map { "column_\($0)" }
        var bench = try bench(names, [names.map { "value of \($0)" }])
        #expect(lines(bench)[0].contains("column_1 "))
        bench.press(.character("f"))
        for _ in 0..<30 { bench.press(.character("l")) }
        #expect(lines(bench)[0].contains("column_1 "))
        #expect(lines(bench)[0].contains("column_31"))
        #expect(!lines(bench)[0].contains("column_2 "))
        bench.press(.character("$"))
        #expect(lines(bench)[0].contains("column_40"))
        bench.press(.character("0"))
        #expect(lines(bench)[0].contains("column_2 "))
    }

    @Test func `the screen shows the cursor's column and marks columns beyond its edges`() throws {
        let names = (1...14).map { "column_\($0)" }
        var wide = try bench(names, [names.map { "value of \($0)" }])
        #expect(wide.screen.contains("column 1 of 14"))
        #expect(lines(wide)[0].hasSuffix("▶"))
        #expect(!lines(wide)[0].contains("◀"))
        for _ in 0..<9 { wide.press(.character("l")) }
        #expect(wide.screen.contains("column 10 of 14"))
        #expect(lines(wide)[0].hasPrefix("◀"))
        #expect(lines(wide)[0].hasSuffix("▶"))
        wide.press(.character("$"))
        #expect(wide.screen.contains("column 14 of 14"))
        #expect(!lines(wide)[0].contains("▶"))
        wide.press(.character("-"))
        #expect(wide.screen.contains("of 13 (1 hidden)"))
        let narrow = try bench(["a", "b"], [["1", "2"]])
        #expect(!narrow.screen.contains("column 1 of") && !lines(narrow)[0].contains("▶"))
    }

    @Test(arguments: [1, 2, 140, 250, 1_600])
    func `the cursor reaches the last of any number of columns`(_ count: Int) throws {
        let names = (1...count).map { "c\($0)" }
        var bench = try bench(names, [names.map { "v\($0)" }])
        bench.press(.character("$"))
        #expect(lines(bench)[0].contains("c\(count)"))
        #expect(lines(bench)[1].contains("vc\(count)"))
    }

    @Test func `several results show the key to the others`() throws {
        var bench = try Bench()
        bench.type("select 1; select 2;\n")
        try bench.answer(["a"], [["1"]])
        try bench.answer(["b"], [["2"]])
        #expect(bench.screen.contains("result 2 of 2 (F8 lists them)"))
    }

    @Test func `during a statement the status shows no numbers of another`() throws {
        var bench = try Bench()
        bench.type("select 1;\n")
        try bench.answer(["a"], [["1"], ["2"]])
        #expect(bench.row(22).contains("row 1 of 2"))
        bench.type("select 2;\n")
        #expect(bench.row(22).contains("running") && !bench.row(22).contains("row 1 of 2"))
        #expect(!bench.row(22).contains("all in"))
        // A user who reads the older result sees the position in it.
        bench.press(.function(6))
        #expect(bench.row(22).contains("row 1 of 2"))
    }

    @Test(arguments: [80, 140, 200]) func `the schema tree is as wide as its names and shows its own keys`(
        _ columns: Int
    ) throws {
        var bench = try Bench(columns: columns)
        bench.press(.function(3))
        for effect in bench.takeEffects() {
            if case .browse(let needs) = effect {
                for need in needs { bench.send(.browsed(need, .success([["public", nil], ["sales", nil]]))) }
            }
        }
        #expect(bench.screen.contains("+ sales"))
        let last = bench.row(bench.state.size.rows - 1)
        #expect(last.contains("Enter open") && last.contains("Esc back"))
        #expect(!bench.screen.contains("complete"))
        let grid = render(bench.state, tabs: TabNames([("deck", false)], current: 0), Bench.markedLook)
        let width = (0..<columns).prefix { grid[$0, 10].style.background == .index(4) }.count
        #expect(width >= 32 && width <= max(32, columns / 3))
    }

    @Test func `an export's name contains its time`() throws {
        var bench = try bench(["a"], [["1"]])
        bench.press(.character("e"), .down, .enter)
        #expect(bench.screen.contains("orders-20261121T"))
        #expect(bench.screen.contains(".csv"))
        bench.press(.escape, .character("e"))
        #expect(bench.screen.contains("csv-load  NULL apart from the empty text, as COPY ... CSV reads it"))
    }

    @Test func `KILL has another text for servers managed by Amazon`() throws {
        var bench = try Bench(engine: "mysql", environment: "dev")
        bench.type("\\kill 42\n")
        let orders = bench.takeEffects().compactMap { effect in
            if case .run(_, let order) = effect { order } else { nil }
        }
        #expect(orders.map(\.text) == [Array("KILL QUERY 42".utf8)])
        #expect(orders.first?.managedText == Array("CALL mysql.rds_kill_query(42)".utf8))
    }

    @Test func `columns are hidden, shown, widened and narrowed`() throws {
        let long = String(repeating: "x", count: 200)
        var bench = try bench(["a", "b"], [["1", long]])
        bench.press(.character("-"))
        #expect(!lines(bench)[0].contains("a"))
        bench.press(.character("+"))
        #expect(lines(bench)[0].contains("a"))
        bench.press(.character("l"))
        let before = lines(bench)[1].filter { $0 == "x" }.count
        bench.press(.character(">"))
        #expect(lines(bench)[1].filter { $0 == "x" }.count == before + 4)
        bench.press(.character("<"), .character("<"))
        #expect(lines(bench)[1].filter { $0 == "x" }.count == before - 4)
    }

    @Test func `NULL differs from the empty string, and numbers are right-aligned`() throws {
        let bench = try bench(["n_id", "t"], [["1", nil], ["1000", ""], [nil, "NULL"]])
        let shown = lines(bench)
        #expect(shown[1].contains("   1 │ NULL"))
        #expect(shown[2].contains("1000 │"))
        #expect(!shown[2].contains("NULL"))
        let layout = WorkspaceLayout(bench.state)
        let grid = render(bench.state, tabs: TabNames([("deck", false)], current: 0), Bench.look)
        #expect(grid[8, layout.rows.row].text == "N")
    }

    @Test func `wide glyphs keep the columns aligned`() throws {
        let bench = try bench(["name", "after"], [["海の星", "x"], ["Ångström", "x"], ["👩‍👩‍👧 family", "x"], ["é́́", "x"]])
        let layout = WorkspaceLayout(bench.state)
        let grid = render(bench.state, tabs: TabNames([("deck", false)], current: 0), Bench.look)
        let places = (0..<4).map { row in
            (0..<grid.size.columns).first { grid[$0, layout.rows.row + row].text == "│" }
        }
        #expect(Set(places).count == 1)
        #expect(places[0] != nil)
    }

    @Test func `control characters, bidi and invalid bytes are visible and harmless`() throws {
        let hostile = [
            "\u{1B}]52;c;eA==\u{7}", "\u{1B}]8;;http://x\u{1B}\\link", "\u{1B}[2J", "\u{90}q", "\u{202E}abc",
            "a\u{200B}b",
            "a\nb\tc\r", String(repeating: "\u{301}", count: 1_000),
        ]
        let bench = try bench(["cell"], hostile.map { [$0] })
        let screen = bench.screen
        for scalar in screen.unicodeScalars where scalar != "\n" {
            #expect(!HarmlessText.isHarmful(scalar))
        }
        #expect(screen.contains("␛]52;c;eA==␇"))
        #expect(screen.contains("<U+202E>abc"))
        #expect(screen.contains("a␊b␉c␍"))
    }

    @Test func `results of any shape are shown`() throws {
        let none = try bench([], [[], [], []])
        #expect(none.screen.contains("the rows have no columns"))
        #expect(none.screen.contains("3 rows"))
        let empty = try bench(["a", "b"], [])
        #expect(empty.screen.contains("no rows"))
        let same = try bench(["x", "x", "x"], [["1", "2", "3"]])
        #expect(lines(same)[0].contains("x │ x │ x"))
        let names = (1...1_600).map { "c\($0)" }
        var wide = try bench(names, [names])
        wide.press(.character("$"))
        #expect(lines(wide)[0].contains("c1600"))
        wide.press(.character("x"))
        #expect(wide.screen.contains("c1600"))
        wide.press(.character("0"))
        #expect(wide.screen.contains("c1 "))
    }

    @Test func `Esc clears the selection, then the view of single rows, and stays in the result`() throws {
        var bench = try bench(["a", "b"], [["1", "x"], ["2", "y"]])
        bench.press(.character("x"))
        #expect(bench.screen.contains(" row 1 ─"))
        bench.press(.character("v"), .down, .escape)
        #expect(bench.state.item?.grid.selection == nil)
        #expect(bench.screen.contains(" row 1 ─"))
        bench.press(.escape)
        #expect(!bench.screen.contains(" row 1 ─"))
        bench.press(.escape)
        #expect(bench.state.focus == .grid)
    }

    @Test func `a cell of many megabytes is cut on the screen and complete in its view`() throws {
        let large = String(repeating: "abcdefgh", count: 1 << 20)
        var bench = try bench(["cell"], [[large]])
        #expect(lines(bench)[1].contains("…"))
        bench.press(.enter)
        #expect(bench.screen.contains("cell, row 1"))
        bench.press(.escape)
        #expect(bench.state.overlay == nil)
    }

    @Test func `JSON is laid out in lines`() throws {
        var bench = try bench(["doc"], [["{\"a\":[1,2],\"b\":\"\\u001b\"}"]])
        bench.press(.enter)
        #expect(bench.screen.contains("\"a\":"))
        #expect(bench.screen.split(separator: "\n").contains { $0.contains("2") && !$0.contains("\"a\"") })
    }

    @Test func `the selection is copied as cells, rows or columns`() throws {
        var bench = try bench(["a", "b"], [["1", "x"], ["2", "y"], ["3", "z"]])
        bench.press(.character("y"))
        guard case .copyText("1")? = bench.takeEffects().last else {
            Issue.record("the cell is not copied")
            return
        }
        bench.press(.character("v"), .down, .character("l"), .character("y"))
        guard case .copyRows(_, let cells)? = bench.takeEffects().last else {
            Issue.record("the cells are not copied")
            return
        }
        #expect(cells.rows == 0..<2)
        #expect(cells.columns == [0, 1])
        bench.press(.character("V"), .down, .character("y"))
        guard case .copyRows(_, let rows)? = bench.takeEffects().last else {
            Issue.record("the rows are not copied")
            return
        }
        #expect(rows.rows == 1..<3)
        #expect(rows.columns == [0, 1])
    }

    @Test func `an arranged result shows its arrangement`() throws {
        var bench = try bench(["n_id"], [["3"], ["1"], ["2"]])
        bench.press(.character("s"))
        guard case .arrange(let result, let job, let store, let request)? = bench.takeEffects().last else {
            Issue.record("nothing is sorted")
            return
        }
        #expect(request.sorting?.column == 0)
        let sorted = try store.sorted(by: [SortKey(0)])
        bench.send(.arranged(result: result, job: job, sorted, bench.state.now))
        #expect(lines(bench)[0].contains("▲"))
        #expect(lines(bench)[1].contains("1"))
        #expect(lines(bench)[3].contains("3"))
        bench.press(.character("u"))
        #expect(lines(bench)[1].contains("3"))
    }

    @Test func `a row is read once, however often it is drawn`() throws {
        var bench = try bench(["n_id"], (1...100).map { ["\($0)"] })
        let before = bench.state.item?.grid.pageKey
        bench.pass(seconds: 3)
        #expect(bench.state.item?.grid.pageKey == before)
    }

    @Test func `every size has its screen`() throws {
        var bench = try bench(["a", "b"], [["1", "海の星"]])
        for columns in [1, 20, 39, 40, 41, 80, 300] {
            for rows in [1, 5, 7, 8, 9, 24, 100] {
                bench.send(.resized(Size(columns: columns, rows: rows)))
                _ = bench.screen
                bench.press(.function(11), .function(6), .function(11), .function(11))
                _ = bench.screen
            }
        }
    }

    @Test func `of two arrangements the last one counts in any order of completion`() throws {
        var bench = try bench(["a"], (1...9).map { ["\($0)"] })
        _ = bench.takeEffects()
        func arranged(_ effects: [WorkspaceEffect]) -> [(job: Int, request: Arrangement)] {
            effects.compactMap { if case .arrange(_, let job, _, let request) = $0 { (job, request) } else { nil } }
        }
        let result = try #require(bench.state.item?.number)
        let store = try #require(bench.state.item?.store)
        func send(_ job: Int, isAscending: Bool) throws {
            let rows = try store.sorted(by: [SortKey(0, ascending: isAscending)])
            bench.send(.arranged(result: result, job: job, rows, bench.state.now))
        }
        bench.type("ss")
        let effects = bench.takeEffects()
        let jobs = arranged(effects)
        #expect(jobs.map(\.request.sorting?.isDescending) == [false, true])
        #expect(effects.contains { if case .endJob(let job) = $0 { job == jobs[0].job } else { false } })
        try send(jobs[1].job, isAscending: false)
        try send(jobs[0].job, isAscending: true)
        #expect(lines(bench)[0].contains("▼"))
        #expect(lines(bench)[1].contains("9"))

        // A cancelled arrangement leaves the marks unchanged.
        bench.type("s")
        #expect(!lines(bench)[0].contains("▼"))
        #expect(lines(bench)[1].contains("1"))
        bench.type("s")
        let job = try #require(arranged(bench.takeEffects()).last?.job)
        #expect(lines(bench)[0].contains("▲"))
        bench.send(.arranged(result: result, job: job, nil, bench.state.now))
        #expect(!lines(bench)[0].contains("▲"))
        bench.type("s")
        bench.press(.control("c"))
        #expect(!lines(bench)[0].contains("▲"))
        #expect(bench.state.jobs.isEmpty)
    }

    @Test func `an export reports what it leaves out`() throws {
        var bench = try bench(["a", "b", "c"], (1...9).map { ["\($0)", "x", "y"] })
        bench.type("-")
        bench.press(.character("e"))
        bench.type("out.csv\n\n")
        let job = try #require(bench.state.jobs.first { $0.value.isExport })
        #expect(job.value.note == "2 of 3 columns, without those hidden")
    }

    @Test func `bytes are counted as on the server`() throws {
        let column = Column(name: Array("b".utf8), kind: .bytes)
        #expect(FullCell.size(6, column, .postgresql) == 2)
        #expect(FullCell.size(2, column, .postgresql) == 0)
        #expect(FullCell.size(2, column, .mysql) == 2)
        #expect(FullCell.size(6, Column(name: [], kind: .text), .postgresql) == 6)
    }
}
