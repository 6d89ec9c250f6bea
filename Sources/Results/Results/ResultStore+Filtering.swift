public import Failures
import SQLWire

extension ResultStore {
    /// The existing rows, or those of a selection, that pass all `matches`, in their order; nil when cancelled.
    ///
    /// - Throws: A `Failure` when a file cannot be read or written.
    public func filtered(
        by matches: [RowMatch], of selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> RowSelection? {
        let snapshot = snapshot()
        let isNumber = columns.map(\.kind.isNumber)
        let tests = matches.map { RowTest($0, isNumber: isNumber) }
        let all = 0..<snapshot.rowCount
        var writer = SelectionWriter(rowCount: snapshot.rowCount, budget: budget, directory: directory)
        var visitor = RowFilter(tests: tests, rows: RowBits(rowCount: snapshot.rowCount))
        budget.count(visitor.rows.memoryBytes)
        defer { budget.count(-visitor.rows.memoryBytes) }
        var walk = BlockWalk(snapshot, control: control, total: snapshot.rowCount)
        if snapshot.columnCount > 0 {
            guard try walk.forEachBlock(of: all, &visitor) else { return nil }
        } else if matches.isEmpty {
            for row in all { visitor.rows.insert(row) }
        }
        if let selection {
            try selection.forEachRow(in: 0..<selection.count) { (row, _) throws(Failure) in
                if row < snapshot.rowCount, visitor.rows.contains(row) { try writer.append(row) }
                return true
            }
        } else {
            var next = 0
            while let row = visitor.rows.first(in: next..<snapshot.rowCount) {
                try writer.append(row)
                next = row + 1
            }
        }
        return try writer.finish()
    }
}

/// Records the rows that pass all tests.
private struct RowFilter: BlockVisitor {
    let tests: [RowTest]
    var rows: RowBits
    /// For each row of a block whether it still passes, and whether it passes the current test.
    private var passes: [Bool] = []
    private var passesThis: [Bool] = []

    init(tests: [RowTest], rows: RowBits) {
        self.tests = tests
        self.rows = rows
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        passes = Array(repeating: true, count: block.rowCount)
        for test in tests {
            passesThis = Array(repeating: false, count: block.rowCount)
            test.mark(&passesThis, in: block)
            for row in passes.indices where !passesThis[row] { passes[row] = false }
        }
        for row in passes.indices where passes[row] { rows.insert(block.firstRow + row) }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        for test in tests {
            guard try test.passes(row) else { return }
        }
        rows.insert(row.row)
    }
}
