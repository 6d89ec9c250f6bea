import Failures

/// Sorts rows in memory.
///
/// A record consists of the row's number, the length of its key, whether the key is cut, and the key, padded to eight
/// bytes. Rows are sorted by eight bytes of their keys at a time, so that most comparisons do not read the records.
final class SortRun {
    /// The bytes of a record before the key.
    static let header = 16
    /// The stored bytes of a key; longer keys are compared by reading the values.
    static let mostKeyBytes = 1_024
    /// The longest record.
    static let mostRecordBytes = header + mostKeyBytes
    /// The bytes of a row besides its record.
    private static let entrySize = 2 * MemoryLayout<SortEntry>.stride

    private let records: UnsafeMutableRawPointer
    private let entries: UnsafeMutablePointer<SortEntry>
    private let scratch: UnsafeMutablePointer<SortEntry>
    private let size: Int
    private var end = 0
    private var count = 0

    /// A buffer of `size` bytes; the system allocates its pages on use.
    init(size: Int) {
        self.size = max(size, Self.entrySize + Self.mostRecordBytes)
        records = .allocate(byteCount: self.size, alignment: 16)
        let most = self.size / (Self.entrySize + Self.header) + 1
        entries = .allocate(capacity: most)
        scratch = .allocate(capacity: most)
    }

    deinit {
        records.deallocate()
        entries.deallocate()
        scratch.deallocate()
    }

    /// The number of rows that certainly fit.
    var room: Int {
        (size - end - count * Self.entrySize) / (Self.entrySize + Self.mostRecordBytes)
    }

    /// Makes places for rows that arrive in any order; call `set` for each of them.
    func addSlots(_ added: Int) -> Int {
        defer { count += added }
        return count
    }

    /// A writer for the next row's key.
    @inline(__always)
    func makeKey() -> KeyWriter {
        KeyWriter((records + end + Self.header).assumingMemoryBound(to: UInt8.self), limit: Self.mostKeyBytes)
    }

    /// Stores a row, whose key was written before, at a place.
    @inline(__always)
    func add(_ key: KeyWriter, row: Int, at slot: Int) {
        let record = records + end
        key.pad()
        record.storeBytes(of: row, as: Int.self)
        record.storeBytes(of: UInt32(key.count), toByteOffset: 8, as: UInt32.self)
        record.storeBytes(of: key.isCut ? 1 : 0, toByteOffset: 12, as: UInt32.self)
        entries[slot] = SortEntry(
            word: UInt64(bigEndian: (record + Self.header).load(as: UInt64.self)), record: UInt32(end / 8),
            slot: UInt32(slot))
        end += Self.header + (key.count + 7) / 8 * 8
    }

    func removeAll() {
        (end, count) = (0, 0)
    }

    var rowCount: Int { count }

    /// The record at a position in the order.
    subscript(place: Int) -> SortRecord { record(entries[place]) }

    /// Sorts the rows. Rows with equal keys keep their order; rows with equal cut keys are compared by their values.
    func sort(_ comparison: FullComparison) throws(Failure) {
        try sort(0..<count, depth: 0, comparison)
    }

    private func record(_ entry: SortEntry) -> SortRecord {
        SortRecord(records + Int(entry.record) * 8)
    }

    private func sort(
        _ range: Range<Int>, depth: Int, _ comparison: FullComparison
    ) throws(Failure) {
        sortByWord(range)
        var start = range.lowerBound
        while start < range.upperBound {
            var end = start + 1
            while end < range.upperBound, entries[end].word == entries[start].word { end += 1 }
            if end - start > 1 { try sortEqual(start..<end, depth: depth + 8, comparison) }
            start = end
        }
    }

    /// Sorts rows whose keys are equal up to `depth`.
    private func sortEqual(
        _ range: Range<Int>, depth: Int, _ comparison: FullComparison
    ) throws(Failure) {
        // Equal keys end together, because no key is a prefix of another.
        if depth < record(entries[range.lowerBound]).keyCount {
            for index in range { entries[index].word = record(entries[index]).word(depth) }
            return try sort(range, depth: depth, comparison)
        }
        guard range.contains(where: { record(entries[$0]).isCut }) else { return }
        var slice = UnsafeMutableBufferPointer(start: entries + range.lowerBound, count: range.count)
        var problem: Failure?
        slice.sort { one, other in
            guard problem == nil else { return false }
            do throws(Failure) {
                if try comparison.comesBefore(record(one).row, record(other).row) { return true }
                if one.slot > other.slot { return false }
                return try !comparison.comesBefore(record(other).row, record(one).row)
            } catch {
                problem = error
                return false
            }
        }
        if let problem { throw problem }
    }

    private func sortByWord(_ range: Range<Int>) {
        guard range.count >= 1_024 else {
            var slice = UnsafeMutableBufferPointer(start: entries + range.lowerBound, count: range.count)
            return slice.sort { $0.word < $1.word || ($0.word == $1.word && $0.slot < $1.slot) }
        }
        RadixSort.sort(entries + range.lowerBound, scratch, count: range.count)
    }
}
