import Failures
import SQLWire

/// Copies rows into a batch as they are read.
struct BatchRows: SlotVisitor {
    let columns: [Int]
    var slots: ArraySlice<RowSlot> = []
    var batch: RowBatch

    init(columns: [Int]) {
        self.columns = columns
        batch = RowBatch(columnCount: columns.count)
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        for slot in slots {
            let first = (slot.row - block.firstRow) * block.columnCount
            batch.appendRow { block.value(first + columns[$0]) }
        }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        for _ in slots { try row.append(columns, to: &batch) }
    }
}

/// Copies rows in the order of storage, then puts them into a batch in the requested order.
struct ShuffledRows: SlotVisitor {
    let columns: [Int]
    var slots: ArraySlice<RowSlot> = []
    /// For each slot's row, the offsets of its values and their lengths in bytes, -1 for NULL.
    private var starts: [Int]
    private var counts: [Int]
    private var bytes: [UInt8] = []
    private var giant: RowBatch?

    init(columns: [Int], count: Int) {
        self.columns = columns
        starts = Array(repeating: 0, count: count)
        counts = Array(repeating: -1, count: count * columns.count)
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        for slot in slots {
            let first = (slot.row - block.firstRow) * block.columnCount
            starts[slot.slot] = bytes.count
            for (index, column) in columns.enumerated() {
                guard let value = block.value(first + column) else { continue }
                counts[slot.slot * columns.count + index] = value.count
                bytes.append(contentsOf: value)
            }
        }
    }

    /// Such a row is alone in its batch.
    mutating func visit(_ row: GiantRow) throws(Failure) {
        var batch = RowBatch(columnCount: columns.count)
        try row.append(columns, to: &batch)
        giant = batch
    }

    mutating func append(to batch: inout RowBatch) {
        if let giant {
            batch = giant
            return
        }
        bytes.withUnsafeBytes { bytes in
            for (slot, start) in starts.enumerated() {
                var place = start
                batch.appendRow { column in
                    let count = counts[slot * columns.count + column]
                    guard count >= 0 else { return nil }
                    defer { place += count }
                    return UnsafeRawBufferPointer(rebasing: bytes[place..<place + count])
                }
            }
        }
    }
}

extension GiantRow {
    /// Copies the row directly from storage.
    fileprivate func append(_ columns: [Int], to batch: inout RowBatch) throws(Failure) {
        let places = columns.map { place($0) }
        try batch.appendRow(counts: places.map { $0?.count }) { (room) throws(Failure) in
            var start = 0
            for case let place? in places {
                try tape.read(
                    at: place.lowerBound,
                    into: UnsafeMutableRawBufferPointer(rebasing: room[start..<start + place.count]))
                start += place.count
            }
        }
    }
}
