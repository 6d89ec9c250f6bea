import Failures

/// A row that is too large to be read at once.
struct GiantRow {
    let row: Int
    let columnCount: Int
    let ends: WideEnds
    let tape: SpillTape
    /// Where its values begin on the tape.
    let address: Int
    let pieceSize: Int
    /// For pieces of values.
    let scratch: ScratchMemory

    /// Where a value is on the tape; nil for NULL.
    func place(_ column: Int) -> Range<Int>? {
        if ends.isNull(column) { return nil }
        let start = column == 0 ? 0 : ends.end(column - 1)
        return address + start..<address + ends.end(column)
    }

    /// Bytes of a value; nil for NULL.
    func count(_ column: Int) -> Int? { place(column)?.count }

    /// Reads a value's first bytes, as many as there are up to `limit`; nil for NULL.
    func prefix(_ column: Int, limit: Int) throws(Failure) -> UnsafeRawBufferPointer? {
        guard let place = place(column) else { return nil }
        let bytes = scratch.bytes(min(limit, place.count))
        try tape.read(at: place.lowerBound, into: bytes)
        return UnsafeRawBufferPointer(bytes)
    }

    /// Lends a value piece by piece, each with the last `overlap` bytes of the one before it, until `body` answers
    /// false. NULL has no pieces.
    func forEachPiece(
        _ column: Int, overlap: Int = 0, _ body: (UnsafeRawBufferPointer, _ offset: Int) throws(Failure) -> Bool
    ) throws(Failure) {
        guard let place = place(column) else { return }
        var offset = 0
        repeat {
            let bytes = scratch.bytes(min(pieceSize + overlap, place.count - offset))
            try tape.read(at: place.lowerBound + offset, into: bytes)
            guard try body(UnsafeRawBufferPointer(bytes), offset) else { return }
            if offset + bytes.count == place.count { return }
            offset += bytes.count - overlap
        } while true
    }
}
