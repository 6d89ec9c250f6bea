import Failures

/// Visits rows block by block. The arguments are valid only during the call.
protocol BlockVisitor {
    /// Visits some rows of one block.
    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) throws(Failure)
    /// Visits a row that is too large to be read at once.
    mutating func visit(_ row: GiantRow) throws(Failure)
}

/// Reads the rows of a snapshot into its own memory, at most one block at a time.
struct BlockReader {
    let snapshot: RowSnapshot
    private let scratch: ScratchMemory
    private let pieces: ScratchMemory
    private var page: BlockIndex.Page?

    init(_ snapshot: RowSnapshot) {
        self.snapshot = snapshot
        scratch = ScratchMemory(budget: snapshot.budget)
        pieces = ScratchMemory(budget: snapshot.budget)
    }

    /// The rows of the block that contains `row`, which must be in the snapshot.
    mutating func blockRows(of row: Int) throws(Failure) -> Range<Int> {
        if let block = snapshot.recentBlock(of: row) { return block.rows }
        return try entry(of: row).rows
    }

    /// Passes rows of one block to the visitor.
    mutating func read<Visitor: BlockVisitor>(_ rows: Range<Int>, _ visitor: inout Visitor) throws(Failure) {
        if let block = snapshot.recentBlock(of: rows.lowerBound) {
            return try block.withView(columnCount: snapshot.columnCount) { (view) throws(Failure) in
                try visitor.visit(view.rows(rows))
            }
        }
        let entry = try entry(of: rows.lowerBound)
        if !entry.isWide {
            try visitor.visit(load(rows, of: entry, NarrowEnds.self))
        } else if entry.byteCount <= snapshot.budget.pieceSize {
            try visitor.visit(load(rows, of: entry, WideEnds.self))
        } else {
            try visitor.visit(giant(entry))
        }
    }

    /// The entry of the block that contains `row`.
    mutating func entry(of row: Int) throws(Failure) -> BlockEntry {
        if let page, let index = page.index(of: row) { return page.entries[index] }
        if row >= 0, row < snapshot.rowCount {
            let page = try snapshot.index.page(of: row)
            self.page = page
            if let index = page.index(of: row) { return page.entries[index] }
        }
        // The selection belongs to another result.
        throw Failure(.internalError, "there is no row \(row) in the result")
    }

    private func load<Ends: CellEnds>(
        _ rows: Range<Int>, of entry: BlockEntry, _: Ends.Type
    ) throws(Failure) -> BlockView<Ends> {
        let columns = snapshot.columnCount
        let first = (rows.lowerBound - entry.firstRow) * columns
        let count = rows.count * columns
        let isWhole = rows.count == entry.rowCount
        // Reads ends and values together if the whole block is requested. The end before the first row's ends is the
        // start of that row.
        let lead = first > 0 ? 1 : 0
        let endsCount = (lead + count) * Ends.size
        let room = scratch.bytes(endsCount + entry.byteCount)
        let endsRoom = UnsafeMutableRawBufferPointer(rebasing: room[..<endsCount])
        if isWhole {
            try snapshot.tape.read(at: entry.address, into: room)
        } else {
            try snapshot.tape.read(at: entry.address + (first - lead) * Ends.size, into: endsRoom)
        }
        let base = lead == 0 ? 0 : Ends(bytes: UnsafeRawBufferPointer(endsRoom)).end(0)
        let ends = Ends(bytes: UnsafeRawBufferPointer(rebasing: endsRoom[(lead * Ends.size)...]))
        let byteCount = count == 0 ? 0 : ends.end(count - 1) - base
        let values = UnsafeMutableRawBufferPointer(rebasing: room[endsCount..<endsCount + byteCount])
        if !isWhole {
            let start = entry.address + entry.endsCount(entry.rowCount * columns) + base
            try snapshot.tape.read(at: start, into: values)
        }
        return BlockView(
            firstRow: rows.lowerBound, rowCount: rows.count, columnCount: columns, base: base, ends: ends,
            values: UnsafeRawBufferPointer(values))
    }

    private func giant(_ entry: BlockEntry) throws(Failure) -> GiantRow {
        let size = entry.endsCount(snapshot.columnCount)
        let room = scratch.bytes(size)
        try snapshot.tape.read(at: entry.address, into: room)
        return GiantRow(
            row: entry.firstRow, columnCount: snapshot.columnCount, ends: WideEnds(bytes: UnsafeRawBufferPointer(room)),
            tape: snapshot.tape, address: entry.address + size, pieceSize: snapshot.budget.pieceSize, scratch: pieces)
    }
}

extension BlockView {
    /// The view of some of the block's rows.
    func rows(_ rows: Range<Int>) -> BlockView {
        let skipped = (rows.lowerBound - firstRow) * columnCount
        let count = rows.count * columnCount
        let start = start(skipped)
        let stop = count == 0 ? start : end(skipped + count - 1)
        return BlockView(
            firstRow: rows.lowerBound, rowCount: rows.count, columnCount: columnCount, base: base + start,
            ends: Ends(bytes: UnsafeRawBufferPointer(rebasing: ends.bytes[(skipped * Ends.size)...])),
            values: UnsafeRawBufferPointer(rebasing: values[start..<stop]))
    }
}
