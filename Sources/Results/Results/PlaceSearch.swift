import Failures

/// Finds the first or last value that contains a text, in display order. Cells are counted row by row, and in a row by
/// column.
struct PlaceSearch {
    private let snapshot: RowSnapshot
    private let selection: RowSelection?
    private let backward: Bool
    private let search: CellSearch
    private var walk: BlockWalk
    /// The rows that contain the text, if known.
    var marks: RowBits?
    /// The found cell.
    private(set) var found: Int?

    init(
        _ snapshot: RowSnapshot, _ pattern: TextPattern, columns: [Int]?, selection: RowSelection?, backward: Bool,
        control: ScanControl
    ) {
        self.snapshot = snapshot
        self.selection = selection
        self.backward = backward
        search = CellSearch(pattern, columns: columns, columnCount: snapshot.columnCount)
        walk = BlockWalk(snapshot, control: control, total: selection?.count ?? snapshot.rowCount)
    }

    /// Searches a range of cells. Returns false when cancelled.
    mutating func find(in cells: Range<Int>) throws(Failure) -> Bool {
        guard !cells.isEmpty else { return true }
        let columns = snapshot.columnCount
        let positions = cells.lowerBound / columns..<(cells.upperBound - 1) / columns + 1
        var finder = CellFinder(search: search, cells: cells, columnCount: columns, backward: backward)
        defer { found = finder.found }
        guard let selection else {
            return try walk.forEachBlock(
                of: positions, marked: marks, backward: backward, &finder, until: { $0.found != nil })
        }
        var rest = positions
        if marks == nil {
            guard try findNearby(&finder, selection, &rest) else { return false }
            if finder.found != nil || rest.isEmpty { return true }
            // The match is far away: now everything is searched in storage order, which is much faster.
            var marker = RowMarker(search: search, rows: RowBits(rowCount: snapshot.rowCount))
            guard try walk.forEachBlock(of: 0..<snapshot.rowCount, &marker) else { return false }
            marks = marker.rows
        }
        return try findMarked(&finder, selection, rest)
    }

    /// Searches positions in growing steps, which is fast for a frequent text.
    private mutating func findNearby(
        _ finder: inout CellFinder, _ selection: RowSelection, _ rest: inout Range<Int>
    ) throws(Failure) -> Bool {
        var step = 64
        while !rest.isEmpty, finder.found == nil, step <= 4_096 {
            let window = backward ? rest.suffix(step) : rest.prefix(step)
            finder.firstPosition = window.lowerBound
            guard try walk.read(try snapshot.slots(window, of: selection), &finder) else { return false }
            rest = backward ? rest.lowerBound..<window.lowerBound : window.upperBound..<rest.upperBound
            step *= 2
        }
        return true
    }

    /// Searches the positions of the rows that are known to contain the text.
    private mutating func findMarked(
        _ finder: inout CellFinder, _ selection: RowSelection, _ positions: Range<Int>
    ) throws(Failure) -> Bool {
        guard let marks else { return true }
        var (walk, isCancelled) = (walk, false)
        try selection.forEachRow(in: positions, backward: backward) { (row, position) throws(Failure) in
            guard row < snapshot.rowCount, marks.contains(row) else { return true }
            finder.firstPosition = position
            isCancelled = try !walk.read([RowSlot(row: row, slot: 0)], &finder)
            return finder.found == nil && !isCancelled
        }
        return !isCancelled
    }
}

extension Range<Int> {
    fileprivate func prefix(_ count: Int) -> Range { lowerBound..<Swift.min(upperBound, lowerBound + count) }
    fileprivate func suffix(_ count: Int) -> Range { Swift.max(lowerBound, upperBound - count)..<upperBound }
}

/// Finds the first or last matching cell of a range, in whole blocks or in selected rows.
private struct CellFinder: SlotVisitor {
    let search: CellSearch
    let cells: Range<Int>
    let columnCount: Int
    let backward: Bool
    var found: Int?
    /// The position of slot 0, for selected rows.
    var firstPosition: Int?
    var slots: ArraySlice<RowSlot> = []

    init(search: CellSearch, cells: Range<Int>, columnCount: Int, backward: Bool) {
        self.search = search
        self.cells = cells
        self.columnCount = columnCount
        self.backward = backward
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        guard let firstPosition else { return look(in: block, position: block.firstRow) }
        for slot in slots { look(in: block.rows(slot.row..<slot.row + 1), position: firstPosition + slot.slot) }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        let positions = firstPosition.map { first in slots.map { first + $0.slot } } ?? [row.row]
        for position in positions {
            try search.forEachColumn(of: row) { column in
                note(position * columnCount + column)
                return true
            }
        }
    }

    /// Searches rows that are displayed from `position` on.
    private mutating func look<Ends: CellEnds>(in block: BlockView<Ends>, position: Int) {
        let first = position * columnCount
        var cell = max(0, cells.lowerBound - first)
        while let next = search.first(in: block, from: cell) {
            note(first + next)
            if !backward || first + next >= cells.upperBound { return }
            cell = next + 1
        }
    }

    private mutating func note(_ cell: Int) {
        guard cells.contains(cell) else { return }
        found = found.map { backward ? max($0, cell) : min($0, cell) } ?? cell
    }
}
