import Failures

/// Reads the records of a sorted run from a tape.
final class RunReader {
    private let tape: SpillTape
    private var next: Int
    private let end: Int
    private let buffer: UnsafeMutableRawBufferPointer
    private var place = 0
    private var filled = 0
    /// A reader of a part of a tape. It reads `room` bytes at once, which must be enough for any record.
    init(_ tape: SpillTape, _ range: Range<Int>, room: Int) throws(Failure) {
        self.tape = tape
        next = range.lowerBound
        end = range.upperBound
        buffer = .allocate(byteCount: room, alignment: 16)
        try load()
    }

    deinit {
        buffer.deallocate()
    }

    /// The current record; nil at the end.
    var record: SortRecord? {
        guard place < filled, let start = buffer.baseAddress else { return nil }
        return SortRecord(start + place)
    }

    /// Moves to the next record.
    func advance() throws(Failure) {
        place += record?.count ?? 0
        try load()
    }

    /// Makes sure that the whole current record is in memory, if there is one.
    private func load() throws(Failure) {
        let rest = filled - place
        let isWhole = rest >= SortRun.header && rest >= (record?.count ?? 0)
        if !isWhole, next < end, let start = buffer.baseAddress {
            start.copyMemory(from: start + place, byteCount: rest)
            (place, filled) = (0, rest)
            let count = min(end - next, buffer.count - filled)
            try tape.read(at: next, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + count]))
            next += count
            filled += count
        }
    }
}
