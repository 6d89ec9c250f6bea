import Failures
import Results
import SQLWire
import TestSupport
import Testing

/// The visible part of a cell.
private func shown(_ value: [UInt8]?, limit: Int) -> [UInt8]? { value.map { Array($0.prefix(limit)) } }

@Suite struct StoreTests {
    @Test(arguments: [(1, 3_000, 40), (5, 800, 2_000), (3, 60, 40_000), (300, 30, 500)])
    func `appended rows are read back by cell, by page and in batches`(
        columns: Int, rows: Int, longest: Int
    ) throws {
        for (seed, budget) in [(1, 0), (2, 4_096), (3, 200_000), (4, MemoryBudget.standard)] {
            let sample = Sample(columns: columns, rows: rows, longest: longest, seed: UInt64(seed))
            let store = try sample.store(MemoryBudget(bytes: budget))
            #expect(store.rowCount == rows)
            #expect(store.byteCount == sample.rows.joined().reduce(0) { $0 + ($1?.count ?? 0) })
            #expect(try store.allRows() == sample.rows)
            var random = SeededGenerator(seed: 7)
            for _ in 0..<100 {
                let row = Int(random.next() % UInt64(rows))
                let column = Int(random.next() % UInt64(columns))
                let value = sample.rows[row][column]
                #expect(try store.value(row: row, column: column) == value)
                #expect(try store.byteCount(row: row, column: column) == value?.count)
                let range = Int(random.next() % 50)..<50 + Int(random.next() % 50)
                let part = value.map { Array($0[range.clamped(to: 0..<$0.count)]) }
                #expect(try store.value(row: row, column: column, range: range) == part)
            }
            for _ in 0..<10 {
                let first = Int(random.next() % UInt64(rows))
                let page = try store.page(rows: first..<first + 20, columns: 1..<4, cellLimit: 5)
                #expect(page.rows == first..<min(first + 20, rows))
                for row in page.rows {
                    #expect(page.rowNumbers[row - first] == row)
                    for column in page.columns {
                        let value = sample.rows[row][column]
                        let cell = page[row, column]
                        #expect(cell.map { Array($0.bytes) } == shown(value, limit: 5))
                        #expect(cell?.byteCount == value?.count)
                    }
                }
            }
        }
    }

    @Test func `a selection is another order of rows for pages and batches`() throws {
        let sample = Sample(columns: 3, rows: 500, longest: 3_000, seed: 11)
        for budget in [0, 4_096, MemoryBudget.standard] {
            let store = try sample.store(MemoryBudget(bytes: budget))
            var random = SeededGenerator(seed: 5)
            let order = (0..<900).map { _ in Int(random.next() % 500) }
            let selection = try store.selection(of: order + [-1, 500])
            #expect(selection.count == 900)
            #expect(!selection.isAscending)
            #expect(try selection[17] == order[17])
            #expect(try selection.rows(in: 890..<2_000) == Array(order[890...]))
            #expect(try store.allRows(selection) == order.map { sample.rows[$0] })
            #expect(
                try store.allRows(selection, columns: [2, 0]) == order.map { [sample.rows[$0][2], sample.rows[$0][0]] })
            let page = try store.page(rows: 100..<110, columns: 0..<3, cellLimit: 9_999, of: selection)
            #expect(page.rowNumbers == Array(order[100..<110]))
            #expect(
                (100..<110).map { row in (0..<3).map { page[row, $0].map { Array($0.bytes) } } }
                    == order[100..<110].map { sample.rows[$0] })
            let ascending = try store.selection(of: stride(from: 3, to: 500, by: 3))
            #expect(ascending.isAscending)
            #expect(try store.allRows(ascending) == stride(from: 3, to: 500, by: 3).map { sample.rows[$0] })
        }
    }

    @Test func `batches end on request and can cover some positions`() throws {
        let sample = Sample(columns: 2, rows: 20_000, longest: 30, seed: 3)
        let store = try sample.store()
        var calls = 0
        try store.forEachBatch { _ in
            calls += 1
            return calls < 2
        }
        #expect(calls == 2)
        var rows: [[[UInt8]?]] = []
        try store.forEachBatch(positions: 5_000..<9_001) { batch in
            rows += batch.rows
            return true
        }
        #expect(rows == Array(sample.rows[5_000..<9_001]))
    }

    @Test func `rows without columns are counted`() throws {
        var batch = RowBatch(columnCount: 0)
        for _ in 0..<5_000 { batch.appendRow { _ in nil } }
        let store = ResultStore(columns: [], budget: MemoryBudget(bytes: 0), directory: "/tmp")
        try store.append(batch)
        try store.append(batch)
        #expect(store.rowCount == 10_000)
        #expect(try store.page(rows: 9_990..<20_000, columns: 0..<5, cellLimit: 10).rows == 9_990..<10_000)
        #expect(try store.allRows().count == 10_000)
        #expect(try store.value(row: 3, column: 0) == nil)
    }

    @Test func `missing cells are left out`() throws {
        let store = try Sample(texts: [["a", nil], ["b", "c"]]).store()
        let page = try store.page(rows: 1..<9, columns: 1..<9, cellLimit: 9)
        #expect(page.rows == 1..<2)
        #expect(page.columns == 1..<2)
        #expect(page[0, 0] == nil)
        #expect(page[7, 1] == nil)
        #expect(try store.page(rows: 5..<9, columns: 0..<2, cellLimit: 9).rows.isEmpty)
        #expect(try store.value(row: 2, column: 0) == nil)
        #expect(try store.value(row: -1, column: 0) == nil)
        #expect(try store.value(row: Int.max, column: 0) == nil)
        #expect(try store.value(row: 0, column: 2) == nil)
        #expect(try store.byteCount(row: Int.max, column: 0) == nil)
        #expect(try store.byteCount(row: 0, column: 1) == nil)
    }

    @Test func `a value larger than the budget is stored, shown in part and read completely`() throws {
        let budget = MemoryBudget(bytes: 1 << 20)
        let value = [UInt8](repeating: UInt8(ascii: "x"), count: 20 << 20) + Array("end".utf8)
        let sample = Sample([.text, .text], [[Array("a".utf8), value], [nil, Array("b".utf8)]])
        let store = try sample.store(budget)
        #expect(store.memoryBytes < 1 << 20)
        #expect(store.spilledBytes > 19 << 20)
        let used = budget.used
        let cell = try store.page(rows: 0..<2, columns: 0..<2, cellLimit: 80)[0, 1]
        #expect(cell?.bytes.count == 80)
        #expect(cell?.byteCount == value.count)
        #expect(budget.used == used)
        #expect(try store.value(row: 0, column: 1, range: value.count - 3..<Int.max) == Array("end".utf8))
        #expect(try store.value(row: 0, column: 1) == value)
        #expect(try store.allRows() == sample.rows)
        #expect(try store.value(row: 1, column: 1) == Array("b".utf8))
    }

    @Test func `a page can be created from values`() {
        let page = ResultPage(firstRow: 7, firstColumn: 2, values: [[Array("a".utf8), nil], [[]]])
        #expect(page.rows == 7..<9)
        #expect(page.columns == 2..<4)
        #expect(page.rowNumbers == [7, 8])
        #expect(page[7, 2].map { Array($0.bytes) } == Array("a".utf8))
        #expect(page[7, 3] == nil)
        #expect(page[8, 2]?.byteCount == 0)
        #expect(page[8, 3] == nil)
    }

    @Test func `a selection of another result is refused`() throws {
        let selection = try Sample(columns: 1, rows: 50, longest: 9, seed: 1).store().selection(of: [3, 49])
        let store = try Sample(texts: [["a"], ["b"]]).store()
        #expect(throws: Failure.self) { try store.page(rows: 0..<2, columns: 0..<1, cellLimit: 9, of: selection) }
        #expect(throws: Failure.self) { try store.allRows(selection) }
        #expect(throws: Failure.self) { try store.sorted(by: [SortKey(0)], of: selection) }
    }
}
