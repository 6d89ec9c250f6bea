/// Some rows of a block while they are lent.
struct BlockView<Ends: CellEnds> {
    /// The number of the first of them.
    let firstRow: Int
    let rowCount: Int
    let columnCount: Int
    /// Where the first value begins, as the ends count.
    let base: Int
    /// Of the rows' values only.
    let ends: Ends
    let values: UnsafeRawBufferPointer

    var rows: Range<Int> { firstRow..<firstRow + rowCount }

    /// Where a value begins in `values`; cells are counted from the first row's first.
    @inline(__always)
    func start(_ cell: Int) -> Int { cell == 0 ? 0 : ends.end(cell - 1) - base }

    /// Where it ends.
    @inline(__always)
    func end(_ cell: Int) -> Int { ends.end(cell) - base }

    /// The bytes of a value; nil for NULL.
    @inline(__always)
    func value(_ cell: Int) -> UnsafeRawBufferPointer? {
        if ends.isNull(cell) { return nil }
        return UnsafeRawBufferPointer(rebasing: values[start(cell)..<end(cell)])
    }
}

/// Where the values of a block end.
protocol CellEnds {
    /// Bytes that one takes.
    static var size: Int { get }
    var bytes: UnsafeRawBufferPointer { get }
    init(bytes: UnsafeRawBufferPointer)
    /// Where value `cell` ends, counted from the block's first.
    func end(_ cell: Int) -> Int
    func isNull(_ cell: Int) -> Bool
}

/// Ends of a block of rows.
struct NarrowEnds: CellEnds {
    static let size = 2
    static let null: UInt16 = 0x8000
    let bytes: UnsafeRawBufferPointer

    @inline(__always)
    func end(_ cell: Int) -> Int { Int(bytes.loadUnaligned(fromByteOffset: 2 * cell, as: UInt16.self) & ~Self.null) }
    @inline(__always)
    func isNull(_ cell: Int) -> Bool { bytes.loadUnaligned(fromByteOffset: 2 * cell, as: UInt16.self) >= Self.null }
}

/// Ends of a block that is a single row.
struct WideEnds: CellEnds {
    static let size = 8
    static let null: UInt64 = 1 << 63
    let bytes: UnsafeRawBufferPointer

    @inline(__always)
    func end(_ cell: Int) -> Int { Int(bytes.loadUnaligned(fromByteOffset: 8 * cell, as: UInt64.self) & ~Self.null) }
    @inline(__always)
    func isNull(_ cell: Int) -> Bool { bytes.loadUnaligned(fromByteOffset: 8 * cell, as: UInt64.self) >= Self.null }
}
