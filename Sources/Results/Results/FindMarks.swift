import Failures
import Threads

/// The rows of a result that contain a text, cached so that finding the next match needs no new search.
struct FindMarks: Sendable {
    let pattern: TextPattern
    let columns: [Int]?
    /// The number of searched rows, which were all rows at that time.
    let rowCount: Int
    let rows: RowBits
}

extension ResultStore {
    /// The rows that contain a text, if known.
    func markedRows(_ pattern: TextPattern, columns: [Int]?, rowCount: Int) -> RowBits? {
        marks.withLock { marks in
            guard let marks, marks.pattern == pattern, marks.columns == columns, marks.rowCount == rowCount else {
                return nil
            }
            return marks.rows
        }
    }

    /// Caches new matches in the place of the old ones.
    func remember(_ new: FindMarks?) {
        marks.withLock { marks in
            budget.count((new?.rows.memoryBytes ?? 0) - (marks?.rows.memoryBytes ?? 0))
            marks = new
        }
    }
}

/// Marks the rows that contain a text.
struct RowMarker: BlockVisitor {
    let search: CellSearch
    var rows: RowBits

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        var cell = 0
        while let found = search.first(in: block, from: cell) {
            let row = found / block.columnCount
            rows.insert(block.firstRow + row)
            cell = (row + 1) * block.columnCount
        }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        try search.forEachColumn(of: row) { _ in
            rows.insert(row.row)
            return false
        }
    }
}
