import Failures

/// The index of all blocks of a result, by row.
///
/// Full pages of entries go to a tape. So for a result of any size, only the first row of each page (about ten
/// megabytes of rows) always stays in memory. A copy of the index does not change when blocks are added.
struct BlockIndex: Sendable {
    private let tape: SpillTape
    private let pageCount: Int
    /// The first row of each full page.
    private var firstRows: [Int] = []
    /// The entries of the last page, which is not full.
    private var open: [BlockEntry] = []

    init(tape: SpillTape, blockSize: Int) {
        self.tape = tape
        pageCount = max(8, blockSize / 128)
    }

    /// The number of blocks.
    var count: Int { firstRows.count * pageCount + open.count }

    /// The memory besides the tape, in bytes.
    var memoryBytes: Int { 8 * firstRows.capacity + MemoryLayout<BlockEntry>.stride * open.capacity }

    /// Makes sure that `append` cannot fail.
    mutating func prepare() throws(Failure) {
        guard open.count == pageCount, let first = open.first else { return }
        try open.withRawBytes { (bytes) throws(Failure) in try tape.append([bytes]) }
        firstRows.append(first.firstRow)
        open.removeAll(keepingCapacity: true)
    }

    mutating func append(_ entry: BlockEntry) {
        open.append(entry)
    }

    /// The page that contains `row`, which must be in a block.
    func page(of row: Int) throws(Failure) -> Page {
        if let first = open.first, row >= first.firstRow { return Page(entries: open, number: firstRows.count) }
        // The last page that does not begin after the row.
        var (low, high) = (0, firstRows.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if firstRows[middle] <= row { low = middle } else { high = middle }
        }
        return try page(low)
    }

    /// A page by its number; nil after the last one.
    func pageIfAny(_ number: Int) throws(Failure) -> Page? {
        if number >= 0, number < firstRows.count { return try page(number) }
        return number == firstRows.count && !open.isEmpty ? Page(entries: open, number: number) : nil
    }

    private func page(_ number: Int) throws(Failure) -> Page {
        var entries = [BlockEntry](
            repeating: BlockEntry(firstRow: 0, rowCount: 0, address: 0, byteCount: 0, isWide: false), count: pageCount)
        try entries.withRawMutableBytes { (bytes) throws(Failure) in
            try tape.read(at: number * bytes.count, into: bytes)
        }
        return Page(entries: entries, number: number)
    }

    /// Consecutive entries.
    struct Page {
        let entries: [BlockEntry]
        let number: Int

        /// The index of the entry whose block contains `row`; nil if there is none in this page.
        func index(of row: Int) -> Int? {
            guard let first = entries.first, let last = entries.last, row >= first.firstRow, row < last.rows.upperBound
            else { return nil }
            var (low, high) = (0, entries.count)
            while high - low > 1 {
                let middle = (low + high) / 2
                if entries[middle].firstRow <= row { low = middle } else { high = middle }
            }
            return low
        }
    }
}
