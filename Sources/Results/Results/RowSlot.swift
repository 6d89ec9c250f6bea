import Failures

/// A row that is wanted, and the place that it has among those wanted.
struct RowSlot: BitwiseCopyable {
    var row: Int
    var slot: Int
}

/// Takes wanted rows, some of one block at a time.
protocol SlotVisitor: BlockVisitor {
    /// Those that the next block is lent for, by row.
    var slots: ArraySlice<RowSlot> { get set }
}

extension RowSnapshot {
    /// The rows at some positions, and which of those each is, by row.
    func slots(_ positions: Range<Int>, of selection: RowSelection?) throws(Failure) -> [RowSlot] {
        guard let selection else { return positions.map { RowSlot(row: $0, slot: $0 - positions.lowerBound) } }
        var slots = try selection.rows(in: positions).enumerated().map { RowSlot(row: $1, slot: $0) }
        if !selection.isAscending { slots.sort { ($0.row, $0.slot) < ($1.row, $1.slot) } }
        return slots
    }
}

extension BlockReader {
    /// Lends wanted rows, which are ordered by row; only as much is read of a block as is worth it.
    mutating func read<Visitor: SlotVisitor>(_ slots: [RowSlot], _ visitor: inout Visitor) throws(Failure) {
        var start = 0
        while start < slots.count {
            let rows = try blockRows(of: slots[start].row)
            var end = start + 1
            while end < slots.count, slots[end].row < rows.upperBound { end += 1 }
            let span = slots[start].row..<slots[end - 1].row + 1
            if (end - start) * 8 >= span.count {
                visitor.slots = slots[start..<end]
                try read(span, &visitor)
            } else {
                for slot in start..<end {
                    visitor.slots = slots[slot...slot]
                    try read(slots[slot].row..<slots[slot].row + 1, &visitor)
                }
            }
            start = end
        }
    }
}
