import Failures

/// The rows of a result at one moment, readable while more rows arrive.
struct RowSnapshot: Sendable {
    let columnCount: Int
    let rowCount: Int
    let index: BlockIndex
    let tape: SpillTape
    let budget: MemoryBudget
    /// The rows that are not on the tape, at most two blocks.
    let recent: [RowBlock]

    /// The block that contains a row and is not on the tape.
    func recentBlock(of row: Int) -> RowBlock? {
        recent.first { $0.rows.contains(row) }
    }
}
