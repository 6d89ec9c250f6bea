import Failures

/// A requested row and its index among the requested rows.
struct RowSlot: BitwiseCopyable {
    var row: Int
    var slot: Int
}

/// Visits requested rows, some of one block at a time.
protocol SlotVisitor: BlockVisitor {
    /// The slots in the next visited block, by row.
    var slots: ArraySlice<RowSlot> { get set }
}

extension RowSnapshot {
    /// The slots of the rows at some positions, by row.
    func slots(_ positions: Range<Int>, of selection: RowSelection?) throws(Failure) -> [RowSlot] {
        guard let selection else { return positions.map { RowSlot(row: $0, slot: $0 - positions.lowerBound) } }
        var slots = try selection.rows(in: positions).enumerated().map { RowSlot(row: $1, slot: $0) }
        if !selection.isAscending { slots.sort { ($0.row, $0.slot) < ($1.row, $1.slot) } }
        return slots
    }
}

extension BlockReader {
    /// Visits requested rows, which must be in ascending order; it reads only the useful part of a block.
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
