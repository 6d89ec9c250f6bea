/// A row being sorted.
struct SortEntry {
    /// Eight bytes of the key, those that matter now.
    var word: UInt64
    /// Where the row's record is, in units of eight bytes.
    var record: UInt32
    /// Its place before sorting.
    var slot: UInt32
}

/// What is kept of a row that is sorted, while it is lent.
struct SortRecord {
    let start: UnsafeRawPointer

    init(_ start: UnsafeRawPointer) {
        self.start = start
    }

    var row: Int { start.load(as: Int.self) }
    var keyCount: Int { Int(start.load(fromByteOffset: 8, as: UInt32.self)) }
    var isCut: Bool { start.load(fromByteOffset: 12, as: UInt32.self) != 0 }
    /// Bytes of all of it.
    var count: Int { SortRun.header + (keyCount + 7) / 8 * 8 }

    /// Eight bytes of the key, those before its end being more.
    func word(_ depth: Int) -> UInt64 {
        UInt64(bigEndian: start.load(fromByteOffset: SortRun.header + depth, as: UInt64.self))
    }
}
