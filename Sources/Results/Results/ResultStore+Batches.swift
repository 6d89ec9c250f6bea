import Failures
public import SQLWire

extension ResultStore {
    /// Passes the existing rows, or those of a selection, to `body` in batches of limited size, until `body` returns
    /// false. A row larger than the limit is a batch of its own.
    ///
    /// - Parameters:
    ///   - positions: The positions of the rows; nil for all.
    ///   - columns: The columns in order; nil for all.
    /// - Throws: An error of `body`, or a `Failure` when the file cannot be read.
    public func forEachBatch(
        in selection: RowSelection? = nil, positions: Range<Int>? = nil, columns: [Int]? = nil,
        _ body: (RowBatch) throws -> Bool
    ) throws {
        let snapshot = snapshot()
        let positions = (positions ?? 0..<Int.max).clamped(to: 0..<(selection?.count ?? snapshot.rowCount))
        let columns = (columns ?? Array(self.columns.indices)).filter(self.columns.indices.contains)
        var maker = BatchMaker(snapshot, selection, columns)
        var position = positions.lowerBound
        while position < positions.upperBound {
            position = try maker.fill(from: position, upTo: positions.upperBound)
            guard try body(maker.take()) else { return }
        }
    }
}
