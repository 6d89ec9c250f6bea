import Failures
public import SQLCore

extension ResultStore {
    /// Hands over the rows that are there now, or those of a selection, in batches of bounded size, until `body`
    /// answers false. A row that is larger than the bound is a batch of its own.
    ///
    /// - Parameters:
    ///   - positions: Only the rows at these positions; nil for all.
    ///   - columns: Only these columns, in this order; nil for all.
    /// - Throws: What `body` throws, or a `Failure` when the file cannot be read.
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
