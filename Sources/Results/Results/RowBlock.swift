import Failures
import SQLWire

/// Consecutive rows, row by row, with contiguous values.
///
/// A block is the unit of searching: a run of bytes and the end of each value. Because ends have 15 bits, a block holds
/// at most 32,767 bytes; a larger row is a wide block of its own.
struct RowBlock: Sendable {
    /// The largest 15-bit number.
    static let mostBytes = 0x7FFF

    /// The number of its first row.
    var firstRow: Int
    var rowCount = 0
    /// For each value its end in `values`; the top bit means NULL.
    var ends: [UInt16] = []
    var values: [UInt8] = []

    init(firstRow: Int) {
        self.firstRow = firstRow
    }

    var rows: Range<Int> { firstRow..<firstRow + rowCount }

    /// The memory in bytes.
    var memoryBytes: Int { 2 * ends.capacity + values.capacity }

    /// Appends a row whose values fit.
    mutating func append(_ batch: RowBatch.Values, row: Int) {
        var end = values.count
        var run = ByteRun()
        for column in 0..<batch.columnCount {
            if let value = batch[row, column] {
                end += value.count
                ends.append(UInt16(truncatingIfNeeded: end))
                if let gathered = run.add(value) { values.append(contentsOf: gathered) }
            } else {
                ends.append(UInt16(truncatingIfNeeded: end) | NarrowEnds.null)
            }
        }
        values.append(contentsOf: run.bytes)
        rowCount += 1
    }

    /// Removes the rows and keeps the capacity.
    mutating func removeAll() {
        rowCount = 0
        ends.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Passes a view of the block to `body`.
    func withView<Result>(
        columnCount: Int, _ body: (BlockView<NarrowEnds>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try values.withRawBytes { (values) throws(Failure) -> Result in
            try ends.withRawBytes { (ends) throws(Failure) -> Result in
                try body(
                    BlockView(
                        firstRow: firstRow, rowCount: rowCount, columnCount: columnCount, base: 0,
                        ends: NarrowEnds(bytes: ends), values: values))
            }
        }
    }
}

/// Collects adjacent values, so that they are copied at once.
struct ByteRun {
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    /// Adds a value. Returns the range to copy first if the value is not adjacent to it.
    @inline(__always)
    mutating func add(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        guard let start = value.baseAddress, value.count > 0 else { return nil }
        if let first = bytes.baseAddress, first + bytes.count == start {
            bytes = UnsafeRawBufferPointer(start: first, count: bytes.count + value.count)
            return nil
        }
        defer { bytes = value }
        return bytes.isEmpty ? nil : bytes
    }
}
