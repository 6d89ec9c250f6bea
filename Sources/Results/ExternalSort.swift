import Failures

/// Sorts rows in as much memory as the budget has: runs that fit are sorted, written to a tape, and merged.
struct ExternalSort {
    private let snapshot: RowSnapshot
    private let directory: String
    private let keys: [SortKey]
    private let isNumber: [Bool]
    private let selection: RowSelection?
    private let control: ScanControl
    private let memory: Int
    private let comparison: FullComparison

    init(
        _ snapshot: RowSnapshot, directory: String, keys: [SortKey], isNumber: [Bool], selection: RowSelection?,
        control: ScanControl, memory: Int
    ) {
        self.snapshot = snapshot
        self.directory = directory
        self.keys = keys
        self.isNumber = isNumber
        self.selection = selection
        self.control = control
        self.memory = memory
        comparison = FullComparison(
            snapshot: snapshot, keys: keys, isNumber: isNumber, isCancelled: control.isCancelled)
    }

    /// The least memory that rows can be sorted in.
    static let leastMemory = 8 * (SortRun.header + SortRun.mostKeyBytes)

    private var count: Int { selection?.count ?? snapshot.rowCount }

    /// The rows in order.
    ///
    /// - Throws: `Failure.cancelled`, too.
    func run() throws(Failure) -> RowSelection {
        let tape = SpillTape(budget: snapshot.budget, directory: directory)
        var runs: [Range<Int>] = []
        let last = try makeRuns { (run) throws(Failure) in
            let start = tape.end
            try write(to: tape) { (sink) throws(Failure) in
                try run.forEach { (record) throws(Failure) in try sink(record) }
            }
            runs.append(start..<tape.end)
        }
        var writer = SelectionWriter(rowCount: snapshot.rowCount, budget: snapshot.budget, directory: directory)
        if let last {
            try last.forEach { (record) throws(Failure) in try writer.append(record.row) }
            return try writer.finish()
        }
        return try merge(tape, runs, &writer)
    }

    /// Sorts as many rows at once as fit. All runs but a single one are handed over; a single one is answered.
    private func makeRuns(_ body: (SortRun) throws(Failure) -> Void) throws(Failure) -> SortRun? {
        let run = SortRun(size: memory)
        var visitor = KeyVisitor(run: run, keys: keys, isNumber: isNumber)
        var walk = BlockWalk(snapshot, control: ScanControl(isCancelled: control.isCancelled), total: count)
        var (position, isSingle) = (0, true)
        while position < count {
            if run.room < min(16, count - position), !run.isEmpty {
                try run.sort(comparison.comesBefore)
                try body(run)
                run.removeAll()
                isSingle = false
            }
            let added = min(count - position, max(1, run.room), 8_192)
            visitor.firstSlot = run.addSlots(added)
            let slots = try snapshot.slots(position..<position + added, of: selection)
            guard try walk.read(slots, &visitor) else { throw .cancelled }
            position += added
            control.progress(ScanProgress(done: position / 2, total: count))
        }
        try run.sort(comparison.comesBefore)
        if isSingle { return run }
        try body(run)
        return nil
    }

    /// Merges runs, as many at once as there is memory to read them well, until there is one order.
    private func merge(
        _ tape: SpillTape, _ runs: [Range<Int>], _ writer: inout SelectionWriter
    ) throws(Failure) -> RowSelection {
        let most = max(2, memory / max(4_096, 2 * (SortRun.header + SortRun.mostKeyBytes)))
        if runs.count > most {
            let next = SpillTape(budget: snapshot.budget, directory: directory)
            var merged: [Range<Int>] = []
            for start in stride(from: 0, to: runs.count, by: most) {
                let begin = next.end
                let group = runs[start..<min(start + most, runs.count)]
                try write(to: next) { (sink) throws(Failure) in try merge(tape, group, sink) }
                merged.append(begin..<next.end)
            }
            return try merge(next, merged, &writer)
        }
        var done = 0
        var ordered = writer
        try merge(tape, runs[...]) { (record) throws(Failure) in
            try ordered.append(record.row)
            done += 1
            if done % 65_536 == 0 { control.progress(ScanProgress(done: (count + done) / 2, total: count)) }
        }
        return try ordered.finish()
    }

    private func merge(
        _ tape: SpillTape, _ runs: ArraySlice<Range<Int>>, _ body: (SortRecord) throws(Failure) -> Void
    ) throws(Failure) {
        let room = max(SortRun.header + SortRun.mostKeyBytes, min(memory / runs.count, 1 << 18)) / 16 * 16
        var readers: [RunReader] = []
        for run in runs { readers.append(try RunReader(tape, run, room: room)) }
        var merge = try RunMerge(readers, comparison.comesBefore)
        var done = 0
        while try merge.next(body) {
            done += 1
            if done % 16_384 == 0, control.isCancelled() { throw .cancelled }
        }
    }

    /// Gathers records into large pieces before they are written.
    private func write(
        to tape: SpillTape, _ body: ((SortRecord) throws(Failure) -> Void) throws(Failure) -> Void
    ) throws(Failure) {
        var buffer: [UInt8] = []
        try body { (record) throws(Failure) in
            buffer.append(contentsOf: UnsafeRawBufferPointer(start: record.start, count: record.count))
            guard buffer.count >= snapshot.budget.chunkSize else { return }
            try buffer.withRawBytes { (bytes) throws(Failure) in try tape.append([bytes]) }
            buffer.removeAll(keepingCapacity: true)
        }
        try buffer.withRawBytes { (bytes) throws(Failure) in try tape.append([bytes]) }
    }
}

/// Puts the keys of rows into a run.
private struct KeyVisitor: SlotVisitor {
    let run: SortRun
    let keys: [SortKey]
    let isNumber: [Bool]
    /// The place in the run of the first of the rows that are wanted.
    var firstSlot = 0
    var slots: ArraySlice<RowSlot> = []

    init(run: SortRun, keys: [SortKey], isNumber: [Bool]) {
        self.run = run
        self.keys = keys
        self.isNumber = isNumber
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) throws(Failure) {
        for slot in slots {
            let first = (slot.row - block.firstRow) * block.columnCount
            try run.set(firstSlot + slot.slot, row: slot.row) { (writer) throws(Failure) in
                for (index, key) in keys.enumerated() {
                    writer.append(block.value(first + key.column), key, isNumber: isNumber[index])
                }
            }
        }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        for slot in slots {
            try run.set(firstSlot + slot.slot, row: slot.row) { (writer) throws(Failure) in
                for (index, key) in keys.enumerated() {
                    let count = row.count(key.column)
                    // More of a text than goes into a key; of a number all that is looked at.
                    let limit = isNumber[index] ? 1 << 20 : SortRun.mostKeyBytes + 1
                    writer.append(try row.prefix(key.column, limit: limit), key, isNumber: isNumber[index])
                    if let count, count > limit { return writer.cut() }
                }
            }
        }
    }
}
