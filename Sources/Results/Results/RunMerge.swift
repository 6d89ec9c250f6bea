import Failures

/// Merges sorted runs; of equal rows, those of an earlier run come first.
///
/// It is a class and keeps the readers' records in its own memory; otherwise reference counting would take most of the
/// time.
final class RunMerge {
    /// The first record of a run.
    private struct Front {
        /// The first eight bytes of the record's key.
        var word: UInt64
        var record: SortRecord
        /// The run's index.
        var run: Int
    }

    private let readers: [RunReader]
    private let comparison: FullComparison
    /// A heap with the first record of all on top.
    private let fronts: UnsafeMutablePointer<Front>
    private var count = 0
    /// The number of steps so far.
    private(set) var advances = 0

    init(_ readers: [RunReader], _ comparison: FullComparison) throws(Failure) {
        self.readers = readers
        self.comparison = comparison
        fronts = .allocate(capacity: max(1, readers.count))
        for (run, reader) in readers.enumerated() {
            guard let record = reader.record else { continue }
            (fronts + count).initialize(to: Front(word: record.word(0), record: record, run: run))
            count += 1
        }
        for index in stride(from: count / 2 - 1, through: 0, by: -1) { try sink(index) }
    }

    deinit {
        fronts.deallocate()
    }

    /// The first of the remaining records; nil at the end.
    var record: SortRecord? { count > 0 ? fronts[0].record : nil }

    /// Moves to the next record.
    func advance() throws(Failure) {
        guard count > 0 else { return }
        advances += 1
        let run = fronts[0].run
        try readers[run].advance()
        if let record = readers[run].record {
            fronts[0] = Front(word: record.word(0), record: record, run: run)
        } else {
            count -= 1
            fronts[0] = fronts[count]
        }
        try sink(0)
    }

    private func sink(_ start: Int) throws(Failure) {
        var index = start
        while true {
            var first = index
            for child in 2 * index + 1..<2 * index + 3 where child < count {
                if try isFirst(child, before: first) { first = child }
            }
            if first == index { return }
            let front = fronts[index]
            fronts[index] = fronts[first]
            fronts[first] = front
            index = first
        }
    }

    @inline(__always)
    private func isFirst(_ one: Int, before other: Int) throws(Failure) -> Bool {
        let (a, b) = (fronts[one].word, fronts[other].word)
        return a == b ? try isFirst(fronts[one], before: fronts[other]) : a < b
    }

    private func isFirst(_ one: Front, before other: Front) throws(Failure) -> Bool {
        let keyCount = min(one.record.keyCount, other.record.keyCount)
        var depth = 8
        while depth < keyCount {
            let (a, b) = (one.record.word(depth), other.record.word(depth))
            if a != b { return a < b }
            depth += 8
        }
        if one.record.isCut || other.record.isCut {
            if try comparison.comesBefore(one.record.row, other.record.row) { return true }
            if try comparison.comesBefore(other.record.row, one.record.row) { return false }
        }
        return one.run < other.run
    }
}
