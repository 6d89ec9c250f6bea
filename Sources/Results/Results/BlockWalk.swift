import Failures

/// Walks through blocks of rows in either direction, reports its progress and checks for cancellation.
struct BlockWalk {
    private var reader: BlockReader
    private let control: ScanControl
    /// The number of rows of the whole walk, for the progress.
    private let total: Int
    private var done = 0
    private var pending = 0

    init(_ snapshot: RowSnapshot, control: ScanControl, total: Int) {
        reader = BlockReader(snapshot)
        self.control = control
        self.total = total
    }

    /// Visits the rows of a range block by block, until the visitor's `isDone` is true. Returns false when cancelled.
    ///
    /// - Parameter marks: Visit only blocks that contain such rows; nil for all blocks.
    mutating func forEachBlock<Visitor: BlockVisitor>(
        of rows: Range<Int>, marked marks: RowBits? = nil, backward: Bool = false, _ visitor: inout Visitor,
        until isDone: (Visitor) -> Bool = { _ in false }
    ) throws(Failure) -> Bool {
        var rest = rows
        while !rest.isEmpty {
            if let marks {
                guard let row = backward ? marks.last(in: rest) : marks.first(in: rest) else { return true }
                rest = backward ? rest.lowerBound..<row + 1 : row..<rest.upperBound
            }
            let block = try reader.blockRows(of: backward ? rest.upperBound - 1 : rest.lowerBound).clamped(to: rest)
            try reader.read(block, &visitor)
            if isDone(visitor) { return true }
            rest = backward ? rest.lowerBound..<block.lowerBound : block.upperBound..<rest.upperBound
            guard goOn(rows: block.count) else { return false }
        }
        return true
    }

    /// Visits the given rows, which must be in ascending order. Returns false when cancelled.
    mutating func read<Visitor: SlotVisitor>(_ slots: [RowSlot], _ visitor: inout Visitor) throws(Failure) -> Bool {
        try reader.read(slots, &visitor)
        return goOn(rows: slots.count, blocks: 16)
    }

    private mutating func goOn(rows: Int, blocks: Int = 1) -> Bool {
        done += rows
        pending += blocks
        guard pending >= 64 else { return true }
        pending = 0
        control.progress(ScanProgress(done: min(done, total), total: total))
        return !control.isCancelled()
    }
}
