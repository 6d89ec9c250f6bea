/// A row in a sort.
struct SortEntry {
    /// The eight bytes of the key that are compared now.
    var word: UInt64
    /// The position of the row's record, in units of eight bytes.
    var record: UInt32
    /// Its position before sorting.
    var slot: UInt32
}

/// The record of a sorted row, valid only for a limited time.
struct SortRecord {
    let start: UnsafeRawPointer

    init(_ start: UnsafeRawPointer) {
        self.start = start
    }

    var row: Int { start.load(as: Int.self) }
    var keyCount: Int { Int(start.load(fromByteOffset: 8, as: UInt32.self)) }
    var isCut: Bool { start.load(fromByteOffset: 12, as: UInt32.self) != 0 }
    /// The size of the record in bytes.
    var count: Int { SortRun.header + (keyCount + 7) / 8 * 8 }

    /// Eight bytes of the key from `depth` on; earlier bytes are more significant.
    func word(_ depth: Int) -> UInt64 {
        UInt64(bigEndian: start.load(fromByteOffset: SortRun.header + depth, as: UInt64.self))
    }
}
