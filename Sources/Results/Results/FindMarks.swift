import Failures
import Threads

/// The rows of a result in which a text is, kept so that going from find to find does not look for it again.
struct FindMarks: Sendable {
    let pattern: TextPattern
    let columns: [Int]?
    /// Rows that were looked through: all that there were.
    let rowCount: Int
    let rows: RowBits
}

extension ResultStore {
    /// The rows with a text, if they are known.
    func markedRows(_ pattern: TextPattern, columns: [Int]?, rowCount: Int) -> RowBits? {
        marks.withLock { marks in
            guard let marks, marks.pattern == pattern, marks.columns == columns, marks.rowCount == rowCount else {
                return nil
            }
            return marks.rows
        }
    }

    /// Keeps what was found instead of what was found before.
    func remember(_ new: FindMarks?) {
        marks.withLock { marks in
            budget.count((new?.rows.memoryBytes ?? 0) - (marks?.rows.memoryBytes ?? 0))
            marks = new
        }
    }
}

/// Marks rows in which a text is.
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
