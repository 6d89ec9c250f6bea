public import Failures

extension ResultStore {
    /// The next or previous value that contains a text, in display order; nil when there is none or when cancelled.
    ///
    /// - Parameters:
    ///   - columns: The searched columns; nil for all.
    ///   - place: The starting point, excluded; nil to begin at the first or the last value.
    ///   - wraps: Whether to continue at the other end, up to and including the value at `place`.
    ///   - selection: The displayed rows; nil for all existing rows in the order of arrival.
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
    /// The cells after and before the place in search order; the place itself is among the last ones.
    fileprivate func ranges(of cells: Range<Int>, columnCount: Int, backward: Bool) -> [Range<Int>] {
        let lastRow = cells.upperBound / columnCount - 1
        let here = min(max(row, 0), lastRow) * columnCount + min(max(column, 0), columnCount - 1)
        if backward { return [0..<here, here..<cells.upperBound] }
        return [here + 1..<cells.upperBound, 0..<here + 1]
    }
}
