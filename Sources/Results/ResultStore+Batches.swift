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
    }
}
