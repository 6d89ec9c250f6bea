import Failures

/// Rows sorted in memory.
///
/// A record is the row's number, how long its key is and whether it is cut, and the key, filled up to eight bytes. Rows
/// are sorted by eight bytes of their keys at a time, so that most never look at their records.
final class SortRun {
    /// Bytes of a record before the key.
    static let header = 16
    /// Bytes of a key that are kept; what goes beyond is looked up where it is stored.
    static let mostKeyBytes = 1_024
    /// The longest record.
    static let mostRecordBytes = header + mostKeyBytes
    /// Bytes that a row takes besides its record.
    private static let entrySize = 2 * MemoryLayout<SortEntry>.stride

    private let records: UnsafeMutableRawPointer
    private let entries: UnsafeMutablePointer<SortEntry>
    private let scratch: UnsafeMutablePointer<SortEntry>
    private let size: Int
    private var end = 0
    private var count = 0

    /// Room of `size` bytes, which is taken as it is used.
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

    /// Rows that fit for sure.
    var room: Int {
        (size - end - count * Self.entrySize) / (Self.entrySize + Self.mostRecordBytes)
    }

    /// Makes places for rows that come in any order; `set` is called for each of them.
    func addSlots(_ added: Int) -> Int {
        defer { count += added }
        return count
    }

    /// A writer for the next row's key.
    @inline(__always)
    func makeKey() -> KeyWriter {
        KeyWriter((records + end + Self.header).assumingMemoryBound(to: UInt8.self), limit: Self.mostKeyBytes)
    }

    /// Puts a row whose key was written at a place.
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

    /// Rows there.
    var rowCount: Int { count }

    /// The record at a place in the order.
    subscript(place: Int) -> SortRecord { record(entries[place]) }

    /// Sorts the rows. Those whose keys are the same stay in their order; those whose cut keys are the same are compared
    /// in full.
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

    /// Sorts rows whose keys are the same up to `depth`.
    private func sortEqual(
        _ range: Range<Int>, depth: Int, _ comparison: FullComparison
    ) throws(Failure) {
        // Whether a key ends is the same for all: none is the beginning of another.
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
