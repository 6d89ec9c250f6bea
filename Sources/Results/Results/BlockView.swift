/// Some rows of a block, valid only while the visitor runs.
struct BlockView<Ends: CellEnds> {
    /// The number of the first row.
    let firstRow: Int
    let rowCount: Int
    let columnCount: Int
    /// The start of the first value, in the same unit as the ends.
    let base: Int
    /// The ends of these rows' values.
    let ends: Ends
    let values: UnsafeRawBufferPointer

    var rows: Range<Int> { firstRow..<firstRow + rowCount }

    /// The start of a value in `values`; cells are counted from the first row's first value.
    @inline(__always)
    func start(_ cell: Int) -> Int { cell == 0 ? 0 : ends.end(cell - 1) - base }

    /// The end of a value.
    @inline(__always)
    func end(_ cell: Int) -> Int { ends.end(cell) - base }

    /// The bytes of a value; nil for NULL.
    @inline(__always)
    func value(_ cell: Int) -> UnsafeRawBufferPointer? {
        if ends.isNull(cell) { return nil }
        return UnsafeRawBufferPointer(rebasing: values[start(cell)..<end(cell)])
    }
}

/// The ends of a block's values.
protocol CellEnds {
    /// The size of one end in bytes.
    static var size: Int { get }
    var bytes: UnsafeRawBufferPointer { get }
    init(bytes: UnsafeRawBufferPointer)
    /// The end of value `cell`, counted from the block's first value.
    func end(_ cell: Int) -> Int
    func isNull(_ cell: Int) -> Bool
}

/// The ends in a block of rows.
struct NarrowEnds: CellEnds {
    static let size = 2
    static let null: UInt16 = 0x8000
    let bytes: UnsafeRawBufferPointer

    @inline(__always)
    func end(_ cell: Int) -> Int { Int(bytes.loadUnaligned(fromByteOffset: 2 * cell, as: UInt16.self) & ~Self.null) }
    @inline(__always)
    func isNull(_ cell: Int) -> Bool { bytes.loadUnaligned(fromByteOffset: 2 * cell, as: UInt16.self) >= Self.null }
}

/// The ends in a block that is a single row.
struct WideEnds: CellEnds {
    static let size = 8
    static let null: UInt64 = 1 << 63
    let bytes: UnsafeRawBufferPointer

    @inline(__always)
    func end(_ cell: Int) -> Int { Int(bytes.loadUnaligned(fromByteOffset: 8 * cell, as: UInt64.self) & ~Self.null) }
    @inline(__always)
    func isNull(_ cell: Int) -> Bool { bytes.loadUnaligned(fromByteOffset: 8 * cell, as: UInt64.self) >= Self.null }
}
