import Failures

/// Finds values that contain a text. It searches the bytes of a whole block at once and determines the value only for a
/// match.
struct CellSearch {
    private let finder: TextFinder
    /// For each column whether it is searched; nil when all are.
    private let isWanted: [Bool]?

    init(_ pattern: TextPattern, columns: [Int]?, columnCount: Int) {
        finder = TextFinder(pattern)
        isWanted = columns.map { columns in
            var wanted = Array(repeating: false, count: columnCount)
            for column in columns where wanted.indices.contains(column) { wanted[column] = true }
            return wanted
        }
    }

    /// The first cell of a block at or after `cell` that contains the text.
    func first<Ends: CellEnds>(in block: BlockView<Ends>, from cell: Int) -> Int? {
        let count = block.rowCount * block.columnCount
        guard cell < count, finder.count > 0 else { return nil }
        var cell = cell
        var place = block.start(cell)
        while let found = finder.find(in: block.values, from: place) {
            cell = Self.cell(at: found, in: block, from: cell, count: count)
            let end = block.end(cell)
            guard found + finder.count <= end else {
                place = found + 1
                continue
            }
            if isWanted?[cell % block.columnCount] ?? true { return cell }
            place = end
        }
        return nil
    }

    /// Calls `body` for the columns of a row that contain the text, until `body` returns false.
    func forEachColumn(of row: GiantRow, _ body: (Int) -> Bool) throws(Failure) {
        guard finder.count > 0 else { return }
        for column in 0..<row.columnCount where isWanted?[column] ?? true {
            var isFound = false
            try row.forEachPiece(column, overlap: finder.count - 1) { (piece, _) throws(Failure) in
                isFound = finder.find(in: piece) != nil
                return !isFound
            }
            if isFound, !body(column) { return }
        }
    }

    /// The first cell, at or after `first`, that ends after `place`.
    private static func cell<Ends: CellEnds>(
        at place: Int, in block: BlockView<Ends>, from first: Int, count: Int
    ) -> Int {
        if block.end(first) > place { return first }
        var (low, step) = (first, 1)
        while low + step < count, block.end(low + step) <= place {
            low += step
            step *= 2
        }
        var high = min(low + step, count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if block.end(middle) <= place { low = middle } else { high = middle }
        }
        return high
    }
}
