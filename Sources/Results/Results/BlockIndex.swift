import Failures

/// Where all blocks of a result are, by row.
///
/// Entries gather in pages that go to a tape as soon as they are full, so that of a result of any size only the first
/// row of each page - some ten megabytes of rows - is kept in memory for sure. A copy is what was there when it was made.
struct BlockIndex: Sendable {
    private let tape: SpillTape
    private let pageCount: Int
    /// The first row of each full page.
    private var firstRows: [Int] = []
    /// Entries of the page that is not full.
    private var open: [BlockEntry] = []

    init(tape: SpillTape, blockSize: Int) {
        self.tape = tape
        pageCount = max(8, blockSize / 128)
    }

    /// Blocks.
    var count: Int { firstRows.count * pageCount + open.count }

    /// Bytes of memory taken beside the tape.
    var memoryBytes: Int { 8 * firstRows.capacity + MemoryLayout<BlockEntry>.stride * open.capacity }

    /// Makes sure that `append` can be done.
    mutating func prepare() throws(Failure) {
        guard open.count == pageCount, let first = open.first else { return }
        try open.withRawBytes { (bytes) throws(Failure) in try tape.append([bytes]) }
        firstRows.append(first.firstRow)
        open.removeAll(keepingCapacity: true)
    }

    mutating func append(_ entry: BlockEntry) {
        open.append(entry)
    }

    /// The page that holds `row`, which is in some block.
    func page(of row: Int) throws(Failure) -> Page {
        if let first = open.first, row >= first.firstRow { return Page(entries: open, number: firstRows.count) }
        // The last page that does not begin behind the row.
        var (low, high) = (0, firstRows.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if firstRows[middle] <= row { low = middle } else { high = middle }
        }
        return try page(low)
    }

    /// A page by its number; nil past the last.
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

    /// Some entries in a row.
    struct Page {
        let entries: [BlockEntry]
        let number: Int

        /// The place of the entry whose block holds `row`; nil if none here does.
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
