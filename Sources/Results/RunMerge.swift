import Failures

/// Reads the records of a sorted run back from a tape.
final class RunReader {
    private let tape: SpillTape
    private var next: Int
    private let end: Int
    private let buffer: UnsafeMutableRawBufferPointer
    private var place = 0
    private var filled = 0
    /// The current record's key's first eight bytes.
    private(set) var word: UInt64 = 0

    /// A reader of a part of a tape, `room` bytes at once, which are enough for any record.
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

    /// The current record; there is none at the end.
    var record: SortRecord? {
        guard place < filled, let start = buffer.baseAddress else { return nil }
        return SortRecord(start + place)
    }

    /// Goes to the next record.
    func advance() throws(Failure) {
        place += record?.count ?? 0
        try load()
    }

    /// Makes sure that a whole record is there, unless there is none.
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
        if let record { word = record.keyCount > 0 ? record.word(0) : 0 }
    }
}

/// Merges sorted runs; of rows that are equal, those of an earlier run come first.
struct RunMerge {
    private var readers: [RunReader]
    /// A heap of readers by their records, the first record on top.
    private var heap: [Int]
    private let comparison: FullComparison
    /// How often it went on.
    private(set) var advances = 0

    init(_ readers: [RunReader], _ comparison: FullComparison) throws(Failure) {
        self.readers = readers
        self.comparison = comparison
        heap = readers.indices.filter { readers[$0].record != nil }
        for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { try sink(index) }
    }

    /// The first record of those that are left; there is none at the end.
    var record: SortRecord? {
        guard let top = heap.first else { return nil }
        return readers[top].record
    }

    /// Goes to the next record.
    mutating func advance() throws(Failure) {
        guard let top = heap.first else { return }
        advances += 1
        try readers[top].advance()
        if readers[top].record == nil {
            heap.swapAt(0, heap.count - 1)
            heap.removeLast()
        }
        try sink(0)
    }

    private mutating func sink(_ start: Int) throws(Failure) {
        var index = start
        while true {
            var first = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
                if try isFirst(heap[child], before: heap[first]) { first = child }
            }
            if first == index { return }
            heap.swapAt(index, first)
            index = first
        }
    }

    private func isFirst(_ one: Int, before other: Int) throws(Failure) -> Bool {
        let (left, right) = (readers[one], readers[other])
        if left.word != right.word { return left.word < right.word }
        guard let first = left.record, let second = right.record else { return one < other }
        var depth = 8
        while depth < first.keyCount, depth < second.keyCount {
            let (a, b) = (first.word(depth), second.word(depth))
            if a != b { return a < b }
            depth += 8
        }
        if first.isCut || second.isCut {
            if try comparison.comesBefore(first.row, second.row) { return true }
            if try comparison.comesBefore(second.row, first.row) { return false }
        }
        return one < other
    }
}
