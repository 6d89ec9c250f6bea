import Failures

/// The rows that a result had at one moment, to be read while more arrive.
struct RowSnapshot: Sendable {
    let columnCount: Int
    let rowCount: Int
    let index: BlockIndex
    let tape: SpillTape
    let budget: MemoryBudget
    /// The rows that are not on the tape, at most two blocks.
    let recent: [RowBlock]

    /// The block that holds a row and is not on the tape.
    func recentBlock(of row: Int) -> RowBlock? {
        recent.first { $0.rows.contains(row) }
    }
}
