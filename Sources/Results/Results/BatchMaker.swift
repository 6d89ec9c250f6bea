import Failures
import SQLWire

/// Creates batches of a result's rows.
struct BatchMaker {
    /// A batch is complete when it reaches either limit.
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

    /// Adds rows up to the limits. Returns the first position that was not added.
    mutating func fill(from first: Int, upTo end: Int) throws(Failure) -> Int {
        let end = min(end, first + Self.mostRows)
        // Rows without columns are not stored, and of rows without requested columns only the number matters.
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

    /// The next rows whose values fit the limit of bytes, at least one.
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
    /// The approximate size of a row's values in bytes; nil when the row is too large to be read at once.
    fileprivate mutating func expectedSize(of row: Int) throws(Failure) -> Int? {
        if let block = snapshot.recentBlock(of: row) { return block.values.count / block.rowCount }
        let entry = try entry(of: row)
        if entry.isWide, entry.byteCount > snapshot.budget.pieceSize { return nil }
        return entry.byteCount / entry.rowCount
    }
}
