import Failures

/// Sorted runs on a tape, to be merged.
struct RecordTape {
    let tape: SpillTape
    /// The range of each run.
    private(set) var runs: [Range<Int>] = []
    private var buffer: [UInt8] = []
    private let room: Int

    init(budget: MemoryBudget, directory: String) {
        tape = SpillTape(budget: budget, directory: directory)
        room = budget.chunkSize
    }

    /// Appends a run.
    mutating func append(_ run: SortRun) throws(Failure) {
        for place in 0..<run.rowCount { try append(run[place]) }
        try endRun()
    }

    /// Appends a record to the current run.
    mutating func append(_ record: SortRecord) throws(Failure) {
        buffer.append(contentsOf: UnsafeRawBufferPointer(start: record.start, count: record.count))
        if buffer.count >= room { try flush() }
    }

    /// Ends the current run.
    mutating func endRun() throws(Failure) {
        try flush()
        runs.append((runs.last?.upperBound ?? 0)..<tape.end)
    }

    private mutating func flush() throws(Failure) {
        try buffer.withRawBytes { (bytes) throws(Failure) in try tape.append([bytes]) }
        buffer.removeAll(keepingCapacity: true)
    }
}
