/// A batch of rows: the values' bytes in one buffer, and the position of each value.
///
/// The row-major order is that of arrival, output and display. A batch is a value type: a copy never changes when the
/// session goes on.
public struct RowBatch: Sendable {
    /// The position of a value in `bytes`.
    @usableFromInline
    struct Extent: Sendable {
        @usableFromInline var start: UInt32
        /// In bytes; -1 for NULL.
        @usableFromInline var length: Int32

        @usableFromInline
        init(start: UInt32, length: Int32) {
            self.start = start
            self.length = length
        }
    }

    @usableFromInline private(set) var bytes: [UInt8] = []
    @usableFromInline private(set) var extents: [Extent] = []

    /// The number of columns.
    public let columnCount: Int
    /// The number of rows.
    public private(set) var rowCount = 0

    /// An empty batch.
    public init(columnCount: Int) {
        self.columnCount = columnCount
    }

    /// The number of bytes of all values.
    public var byteCount: Int { bytes.count }

    /// Appends one row. A value is its bytes, nil for NULL. A batch must stay below 4 GiB.
    @inlinable
    public mutating func appendRow(_ value: (_ column: Int) -> UnsafeRawBufferPointer?) {
        for column in 0..<columnCount {
            if let value = value(column) {
                extents.append(Extent(start: UInt32(bytes.count), length: Int32(value.count)))
                bytes.append(contentsOf: value)
            } else {
                extents.append(Extent(start: 0, length: -1))
            }
        }
        noteRow()
    }

    /// Appends one row of values with known lengths (nil for NULL). `fill` writes them one after another into the given
    /// buffer. If it throws, nothing is appended.
    public mutating func appendRow<Problem>(
        counts: [Int?], fill: (UnsafeMutableRawBufferPointer) throws(Problem) -> Void
    ) throws(Problem) {
        let start = bytes.count
        let total = counts.reduce(0) { $0 + ($1 ?? 0) }
        // Reserves exactly the size: such a row may be as large as all others together.
        if bytes.isEmpty { bytes.reserveCapacity(total) }
        bytes.append(contentsOf: repeatElement(0, count: total))
        do throws(Problem) {
            try bytes.withUnsafeMutableBufferPointer { (all) throws(Problem) in
                try fill(UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: all[start...])))
            }
        } catch {
            bytes.removeLast(total)
            throw error
        }
        var place = start
        for column in 0..<columnCount {
            let count = column < counts.count ? counts[column] : nil
            extents.append(Extent(start: UInt32(place), length: count.map { Int32($0) } ?? -1))
            place += count ?? 0
        }
        noteRow()
    }

    /// Removes the rows and keeps the capacity unless a copy shares it.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        extents.removeAll(keepingCapacity: true)
        rowCount = 0
    }

    /// Gives `body` access to the values without copying them.
    @inlinable
    public func withValues<Result>(_ body: (Values) throws -> Result) rethrows -> Result {
        try bytes.withUnsafeBytes { bytes in
            try extents.withUnsafeBufferPointer { extents in
                try body(Values(bytes: bytes, extents: extents, columnCount: columnCount, rowCount: rowCount))
            }
        }
    }

    /// The bytes of one value, copied; nil for NULL.
    public func value(row: Int, column: Int) -> [UInt8]? {
        withValues { values in values[row, column].map { [UInt8]($0) } }
    }

    @usableFromInline
    mutating func noteRow() {
        rowCount += 1
    }

    /// A batch's values, valid only during `withValues`.
    public struct Values {
        @usableFromInline let bytes: UnsafeRawBufferPointer
        @usableFromInline let extents: UnsafeBufferPointer<Extent>
        /// The number of columns.
        public let columnCount: Int
        /// The number of rows.
        public let rowCount: Int

        @usableFromInline
        init(bytes: UnsafeRawBufferPointer, extents: UnsafeBufferPointer<Extent>, columnCount: Int, rowCount: Int) {
            self.bytes = bytes
            self.extents = extents
            self.columnCount = columnCount
            self.rowCount = rowCount
        }

        /// The bytes of a value; nil for NULL.
        @inlinable
        public subscript(row: Int, column: Int) -> UnsafeRawBufferPointer? {
            let extent = extents[row * columnCount + column]
            guard extent.length >= 0 else { return nil }
            let start = Int(extent.start)
            return UnsafeRawBufferPointer(rebasing: bytes[start..<start + Int(extent.length)])
        }
    }
}
