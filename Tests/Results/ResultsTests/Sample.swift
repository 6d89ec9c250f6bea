import Results
import SQLWire
import TestSupport

/// A result as plain arrays.
struct Sample: Sendable {
    var columns: [Column]
    var rows: [[[UInt8]?]]

    init(_ kinds: [Column.Kind], _ rows: [[[UInt8]?]] = []) {
        columns = kinds.enumerated().map { Column(name: Array("c\($0)".utf8), kind: $1) }
        self.rows = rows
    }

    /// A result of texts.
    init(texts rows: [[String?]], _ kinds: [Column.Kind]? = nil) {
        self.init(
            kinds ?? Array(repeating: .text, count: rows.first?.count ?? 0),
            rows.map { $0.map { $0.map { Array($0.utf8) } } })
    }

    /// Random rows: short values, NULLs, empty ones, and occasionally a long one.
    init(columns: Int, rows: Int, longest: Int, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        self.init(
            Array(repeating: .text, count: columns),
            (0..<rows).map { _ in
                (0..<columns).map { _ in
                    switch random.next() % 20 {
                    case 0, 1: nil
                    case 2: []
                    case 3: (0..<Int(random.next() % UInt64(longest))).map { _ in UInt8(random.next() % 4) + 97 }
                    default: (0..<Int(random.next() % 9)).map { _ in UInt8(random.next() % 256) }
                    }
                }
            })
    }

    func batch(_ range: Range<Int>) -> RowBatch {
        var batch = RowBatch(columnCount: columns.count)
        for row in rows[range] { batch.append(row) }
        return batch
    }

    /// The rows in a store, appended in groups.
    func store(
        _ budget: MemoryBudget = MemoryBudget(bytes: 4_096), in directory: String = "/tmp", rowsAtOnce: Int = 7
    ) throws -> ResultStore {
        let store = ResultStore(columns: columns, budget: budget, directory: directory)
        for start in stride(from: 0, to: rows.count, by: rowsAtOnce) {
            try store.append(batch(start..<min(start + rowsAtOnce, rows.count)))
        }
        store.finish(isComplete: true)
        return store
    }
}

extension RowBatch {
    mutating func append(_ row: [[UInt8]?]) {
        let bytes = row.flatMap { $0 ?? [] }
        bytes.withUnsafeBytes { all in
            var start = 0
            appendRow { column in
                guard let value = row[column] else { return nil }
                defer { start += value.count }
                return UnsafeRawBufferPointer(rebasing: all[start..<start + value.count])
            }
        }
    }

    /// The rows as plain arrays.
    var rows: [[[UInt8]?]] {
        (0..<rowCount).map { row in (0..<columnCount).map { value(row: row, column: $0) } }
    }
}

extension ResultStore {
    /// All rows, or those of a selection, as plain arrays.
    func allRows(_ selection: RowSelection? = nil, columns: [Int]? = nil) throws -> [[[UInt8]?]] {
        var rows: [[[UInt8]?]] = []
        try forEachBatch(in: selection, columns: columns) { batch in
            rows += batch.rows
            return true
        }
        return rows
    }
}

extension RowSelection {
    var all: [Int] { get throws { try rows(in: 0..<count) } }
}
