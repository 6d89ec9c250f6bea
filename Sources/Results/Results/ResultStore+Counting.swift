public import Failures

extension ResultStore {
    /// The number of values that contain a text; nil when cancelled. Counting everything makes later calls of `find`
    /// fast.
    ///
    /// - Parameters:
    ///   - columns: The searched columns; nil for all.
    ///   - positions: The positions of the rows; nil for all. The count before a match is its number.
    ///   - selection: The rows; nil for all existing rows.
    /// - Throws: A `Failure` when the file cannot be read.
    public func count(
        _ pattern: TextPattern, columns: [Int]? = nil, positions: Range<Int>? = nil, in selection: RowSelection? = nil,
        control: ScanControl = ScanControl()
    ) throws(Failure) -> ResultFindCount? {
        let snapshot = snapshot()
        guard snapshot.columnCount > 0 else { return ResultFindCount(cells: 0, rows: 0) }
        let search = CellSearch(pattern, columns: columns, columnCount: snapshot.columnCount)
        let positions = (positions ?? 0..<Int.max).clamped(to: 0..<(selection?.count ?? snapshot.rowCount))
        let rows = selection == nil ? positions : 0..<snapshot.rowCount
        let known = markedRows(pattern, columns: columns, rowCount: snapshot.rowCount)
        var visitor = FindCounter(search: search)
        visitor.members = try selection.map { (selection) throws(Failure) in
            try snapshot.members(of: selection, at: positions)
        }
        if known == nil, rows.count == snapshot.rowCount { visitor.marks = RowBits(rowCount: rows.count) }
        var walk = BlockWalk(snapshot, control: control, total: rows.count)
        guard try walk.forEachBlock(of: rows, marked: known, &visitor) else { return nil }
        if let marks = visitor.marks {
            remember(FindMarks(pattern: pattern, columns: columns, rowCount: rows.count, rows: marks))
        }
        return visitor.count
    }
}

extension RowSnapshot {
    /// The set of a selection's rows at some positions.
    func members(of selection: RowSelection, at positions: Range<Int>) throws(Failure) -> RowBits {
        var bits = RowBits(rowCount: rowCount)
        try selection.forEachRow(in: positions) { (row, _) in
            if row < rowCount { bits.insert(row) }
            return true
        }
        return bits
    }
}

/// Counts matches.
private struct FindCounter: BlockVisitor {
    let search: CellSearch
    /// The rows that count; nil when all do.
    var members: RowBits?
    /// All rows with matches, whether they count or not.
    var marks: RowBits?
    var count = ResultFindCount(cells: 0, rows: 0)
    private var lastRow = -1

    init(search: CellSearch) {
        self.search = search
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        var cell = 0
        while let found = search.first(in: block, from: cell) {
            let row = found / block.columnCount
            // The rest of a row that does not count can be skipped.
            cell = note(block.firstRow + row) ? found + 1 : (row + 1) * block.columnCount
        }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        try search.forEachColumn(of: row) { _ in note(row.row) }
    }

    /// Records a match. Returns whether its row counts.
    private mutating func note(_ row: Int) -> Bool {
        if row != lastRow { marks?.insert(row) }
        guard members?.contains(row) ?? true else { return false }
        count.cells += 1
        if row != lastRow { count.rows += 1 }
        lastRow = row
        return true
    }
}
