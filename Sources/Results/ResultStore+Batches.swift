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

/// Makes batches of a result's rows.
private struct BatchMaker {
    /// Beyond either, a batch is handed over.
    private static let mostRows = 4_096
    private static let mostBytes = 1 << 17

    private let snapshot: RowSnapshot
    private let selection: RowSelection?
    private var reader: BlockReader
    private var rows: BatchRows

    init(_ snapshot: RowSnapshot, _ selection: RowSelection?, _ columns: [Int]) {
        self.snapshot = snapshot
        self.selection = selection
        reader = BlockReader(snapshot)
        rows = BatchRows(columns: columns)
    }

    mutating func take() -> RowBatch {
        defer { rows.batch = RowBatch(columnCount: rows.columns.count) }
        return rows.batch
    }

    /// Adds rows until there are enough; answers the first position whose row was not added.
    mutating func fill(from first: Int, upTo end: Int) throws(Failure) -> Int {
        let end = min(end, first + Self.mostRows)
        // Rows without a value are nowhere; of those with one, none of which is wanted, only the number counts.
        if rows.columns.isEmpty {
            for _ in first..<end { rows.batch.appendRow { _ in nil } }
            return end
        }
        let slots = try slots(from: first, upTo: end)
        if selection?.isAscending ?? true {
            try reader.read(slots, &rows)
        } else {
            var shuffled = ShuffledRows(columns: rows.columns, count: slots.count)
            try reader.read(slots.sorted { $0.row < $1.row }, &shuffled)
            shuffled.append(to: &rows.batch)
        }
        return first + slots.count
    }

    /// The next rows whose values are not too many bytes in all, at least one.
    private mutating func slots(from first: Int, upTo end: Int) throws(Failure) -> [RowSlot] {
        let numbers = try selection?.rows(in: first..<end)
        var slots: [RowSlot] = []
        var bytes = 0
        for slot in 0..<end - first {
            let row = numbers?[slot] ?? first + slot
            let size = try reader.expectedSize(of: row) ?? Self.mostBytes + 1
            if slot > 0, bytes + size > Self.mostBytes { break }
            bytes += size
            slots.append(RowSlot(row: row, slot: slot))
        }
        return slots
    }
}

extension BlockReader {
    /// About how many bytes of values a row has; nil when it is too large to be read at once.
    fileprivate mutating func expectedSize(of row: Int) throws(Failure) -> Int? {
        if let block = snapshot.recentBlock(of: row) { return block.values.count / block.rowCount }
        let entry = try entry(of: row)
        if entry.isWide, entry.byteCount > snapshot.budget.pieceSize { return nil }
        return entry.byteCount / entry.rowCount
    }
}

/// Rows copied into a batch as they are read.
private struct BatchRows: SlotVisitor {
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

/// Rows copied in the order in which they are found, then put into a batch in the order wanted.
private struct ShuffledRows: SlotVisitor {
    let columns: [Int]
    var slots: ArraySlice<RowSlot> = []
    /// Where the values of each slot's row are, and how many bytes each of them has, -1 for NULL.
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

    /// Such a row is alone.
    mutating func visit(_ row: GiantRow) throws(Failure) {
        var batch = RowBatch(columnCount: columns.count)
        try row.append(columns, to: &batch)
        giant = batch
    }

    mutating func append(to batch: inout RowBatch) {
        if let giant { return batch = giant }
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
    /// Copies the row, straight from where it is.
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
