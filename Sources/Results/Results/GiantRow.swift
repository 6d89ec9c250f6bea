import Failures

/// A row that is too large to be read at once.
struct GiantRow {
    let row: Int
    let columnCount: Int
    let ends: WideEnds
    let tape: SpillTape
    /// The address of its values on the tape.
    let address: Int
    let pieceSize: Int
    /// Memory for pieces of values.
    let scratch: ScratchMemory

    /// The range of a value on the tape; nil for NULL.
    func place(_ column: Int) -> Range<Int>? {
        if ends.isNull(column) { return nil }
        let start = column == 0 ? 0 : ends.end(column - 1)
        return address + start..<address + ends.end(column)
    }

    /// The length of a value in bytes; nil for NULL.
    func count(_ column: Int) -> Int? { place(column)?.count }

    /// Reads the first bytes of a value, at most `limit`; nil for NULL.
    func prefix(_ column: Int, limit: Int) throws(Failure) -> UnsafeRawBufferPointer? {
        guard let place = place(column) else { return nil }
        let bytes = scratch.bytes(min(limit, place.count))
        try tape.read(at: place.lowerBound, into: bytes)
        return UnsafeRawBufferPointer(bytes)
    }

    /// Passes a value to `body` piece by piece, until `body` returns false. Each piece begins with the last `overlap`
    /// bytes of the previous one. NULL has no pieces.
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
