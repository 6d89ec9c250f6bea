public import Failures

extension ResultStore {
    /// The next value with a text in it, or the one before, in the order in which rows and columns are displayed; nil
    /// when there is none, or when it was cancelled.
    ///
    /// - Parameters:
    ///   - columns: Where to look; nil for everywhere.
    ///   - place: Where to begin, this value not included; nil to begin at the first value, or at the last.
    ///   - wraps: Whether to go on at the other end, up to and with the value at `place`.
    ///   - selection: The rows displayed; nil for all that are there now, as they arrived.
    /// - Throws: A `Failure` when the file cannot be read.
    public func find(
        _ pattern: TextPattern, columns: [Int]? = nil, after place: ResultPlace?, backward: Bool = false,
        wraps: Bool = true, in selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> ResultFind? {
        let snapshot = snapshot()
        let rowCount = selection?.count ?? snapshot.rowCount
        guard snapshot.columnCount > 0, rowCount > 0 else { return nil }
        var search = PlaceSearch(
            snapshot, pattern, columns: columns, selection: selection, backward: backward, control: control)
        let known = markedRows(pattern, columns: columns, rowCount: snapshot.rowCount)
        search.marks = known
        defer {
            if known == nil, let rows = search.marks {
                remember(FindMarks(pattern: pattern, columns: columns, rowCount: snapshot.rowCount, rows: rows))
            }
        }
        let cells = 0..<rowCount * snapshot.columnCount
        let ranges = place.map { $0.ranges(of: cells, columnCount: snapshot.columnCount, backward: backward) }
        for (index, range) in (ranges ?? [cells]).enumerated() where index == 0 || wraps {
            guard try search.find(in: range) else { return nil }
            if let cell = search.found {
                let place = ResultPlace(row: cell / snapshot.columnCount, column: cell % snapshot.columnCount)
                return ResultFind(place: place, isWrapped: index > 0)
            }
        }
        return nil
    }
}

extension ResultPlace {
    /// The cells before and behind the place, itself among those that come last.
    fileprivate func ranges(of cells: Range<Int>, columnCount: Int, backward: Bool) -> [Range<Int>] {
        let lastRow = cells.upperBound / columnCount - 1
        let here = min(max(row, 0), lastRow) * columnCount + min(max(column, 0), columnCount - 1)
        if backward { return [0..<here, here..<cells.upperBound] }
        return [here + 1..<cells.upperBound, 0..<here + 1]
    }
}
