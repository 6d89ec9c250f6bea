public import Failures
import SQLWire
import Threads

extension ResultStore {
    /// The cells of some rows for a grid; at most `cellLimit` bytes of each are read.
    ///
    /// - Parameters:
    ///   - rows: Positions in `selection`, or row numbers. Missing rows are left out.
    ///   - columns: Column indices. Missing columns are left out.
    /// - Throws: A `Failure` when the file cannot be read.
    public func page(
        rows: Range<Int>, columns: Range<Int>, cellLimit: Int, of selection: RowSelection? = nil
    ) throws(Failure) -> ResultPage {
        try snapshot().page(rows: rows, columns: columns, cellLimit: max(0, cellLimit), of: selection)
            .changed(by: changes.withLock { $0 }, cellLimit: cellLimit)
    }

    /// The length of a value in bytes; nil for NULL and for missing cells.
    ///
    /// - Throws: A `Failure` when the file cannot be read.
    public func byteCount(row: Int, column: Int) throws(Failure) -> Int? {
        guard columns.indices.contains(column), row >= 0, row < Int.max else { return nil }
        return try page(rows: row..<row + 1, columns: column..<column + 1, cellLimit: 0)[row, column]?.byteCount
    }

    /// A complete value; nil for NULL and for missing cells.
    ///
    /// - Throws: A `Failure` when the file cannot be read.
    public func value(row: Int, column: Int) throws(Failure) -> [UInt8]? {
        try value(row: row, column: column, range: 0..<Int.max)
    }

    /// A part of a value, as much of it as exists; nil for NULL and for missing cells.
    ///
    /// - Throws: A `Failure` when the file cannot be read.
    public func value(row: Int, column: Int, range: Range<Int>) throws(Failure) -> [UInt8]? {
        if let changed = changes.withLock({ $0[ResultPlace(row: row, column: column)] }) {
            return changed.map { Array($0[range.clamped(to: 0..<$0.count)]) }
        }
        let snapshot = snapshot()
        guard columns.indices.contains(column), row >= 0, row < snapshot.rowCount else { return nil }
        return try snapshot.value(row: row, column: column, range: range)
    }
}

extension RowSnapshot {
    func page(
        rows: Range<Int>, columns: Range<Int>, cellLimit: Int, of selection: RowSelection?
    ) throws(Failure) -> ResultPage {
        let rows = rows.clamped(to: 0..<(selection?.count ?? rowCount))
        let columns = columns.clamped(to: 0..<columnCount)
        let numbers = try selection?.rows(in: rows) ?? Array(rows)
        var visitor = PageReader(columns: columns, cellLimit: cellLimit)
        var reader = BlockReader(self)
        if !columns.isEmpty {
            for number in numbers { try reader.read(number..<number + 1, &visitor) }
        }
        return ResultPage(
            rows: rows, columns: columns, rowNumbers: numbers, bytes: visitor.bytes, extents: visitor.extents)
    }

    func value(row: Int, column: Int, range: Range<Int>) throws(Failure) -> [UInt8]? {
        var visitor = ValueReader(column: column, range: range)
        var reader = BlockReader(self)
        try reader.read(row..<row + 1, &visitor)
        return visitor.value
    }
}

/// Copies the first bytes of cells.
private struct PageReader: BlockVisitor {
    let columns: Range<Int>
    let cellLimit: Int
    var bytes: [UInt8] = []
    var extents: [ResultPage.Extent] = []

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        for column in columns {
            guard let value = block.value(column) else {
                appendNull()
                continue
            }
            append(UnsafeRawBufferPointer(rebasing: value.prefix(cellLimit)), of: value.count)
        }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        for column in columns {
            guard let count = row.count(column), let bytes = try row.prefix(column, limit: cellLimit) else {
                appendNull()
                continue
            }
            append(bytes, of: count)
        }
    }

    private mutating func append(_ bytes: UnsafeRawBufferPointer, of count: Int) {
        extents.append(ResultPage.Extent(start: self.bytes.count, count: bytes.count, byteCount: count))
        self.bytes.append(contentsOf: bytes)
    }

    private mutating func appendNull() {
        extents.append(ResultPage.Extent(start: 0, count: 0, byteCount: -1))
    }
}

/// Copies a part of a value.
private struct ValueReader: BlockVisitor {
    let column: Int
    let range: Range<Int>
    var value: [UInt8]?

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        value = block.value(column).map { [UInt8]($0[range.clamped(to: 0..<$0.count)]) }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        guard let place = row.place(column) else { return }
        let part = range.clamped(to: 0..<place.count)
        var bytes = [UInt8](repeating: 0, count: part.count)
        try bytes.withRawMutableBytes { (bytes) throws(Failure) in
            try row.tape.read(at: place.lowerBound + part.lowerBound, into: bytes)
        }
        value = bytes
    }
}
