import Failures
import SQLCore

/// Rows that follow one another, values first to last, each value directly behind the one before it.
///
/// A block is what is searched at once: a run of bytes, and where each value ends in it. Its sixteen bits for a value
/// are why a block holds no more than 32,767 bytes; a row beyond that is written as a block of its own kind.
struct RowBlock: Sendable {
    /// What fifteen bits can say.
    static let mostBytes = 0x7FFF

    /// The number of its first row.
    var firstRow: Int
    var rowCount = 0
    /// For each value where it ends in `values`, with the top bit for NULL.
    var ends: [UInt16] = []
    var values: [UInt8] = []

    init(firstRow: Int) {
        self.firstRow = firstRow
    }

    var rows: Range<Int> { firstRow..<firstRow + rowCount }

    /// Bytes of memory taken.
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

    /// Forgets the rows, and keeps the room for others.
    mutating func removeAll() {
        rowCount = 0
        ends.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Lends the block to be read.
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

/// Values that lie directly behind one another, gathered so that they are copied at once.
struct ByteRun {
    private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)

    /// Adds a value; answers what has to be copied first because the value does not lie behind it.
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
