import Failures

/// Sorts rows within the memory of the budget: it sorts runs that fit, writes them to a tape, and merges them.
struct ExternalSort {
    private let snapshot: RowSnapshot
    private let directory: String
    private let keys: [SortColumn]
    private let selection: RowSelection?
    private let control: ScanControl
    private let memory: Int
    private let comparison: FullComparison

    init(
        _ snapshot: RowSnapshot, directory: String, keys: [SortColumn], selection: RowSelection?,
        control: ScanControl, memory: Int
    ) {
        self.snapshot = snapshot
        self.directory = directory
        self.keys = keys
        self.selection = selection
        self.control = control
        self.memory = memory
        comparison = FullComparison(
            snapshot: snapshot, keys: keys, isCancelled: control.isCancelled)
    }

    /// The minimum memory for sorting.
    static let leastMemory = 8 * SortRun.mostRecordBytes

    private var count: Int { selection?.count ?? snapshot.rowCount }

    /// The sorted rows.
    ///
    /// - Throws: A `Failure`; `Failure.cancelled` when cancelled.
    func sorted() throws(Failure) -> RowSelection {
        var output = SelectionWriter(rowCount: snapshot.rowCount, budget: snapshot.budget, directory: directory)
        if let runs = try sortRuns(into: &output) { try merge(runs, into: &output) }
        return try output.finish()
    }

    /// Sorts runs, each as large as the memory allows. Returns the runs to merge, after freeing the memory; nil if one
    /// run was enough, which is in `output`.
    private func sortRuns(into output: inout SelectionWriter) throws(Failure) -> RecordTape? {
        var runs = RecordTape(budget: snapshot.budget, directory: directory)
        let run = SortRun(size: memory)
        var visitor = KeyVisitor(run: run, keys: keys)
        var walk = BlockWalk(snapshot, control: ScanControl(isCancelled: control.isCancelled), total: count)
        var position = 0
        while position < count {
            if run.room < min(16, count - position), run.rowCount > 0 {
                try run.sort(comparison)
                try runs.append(run)
                run.removeAll()
            }
            let added = min(count - position, max(1, run.room), 8_192)
            visitor.firstSlot = run.addSlots(added)
            let slots = try snapshot.slots(position..<position + added, of: selection)
            guard try walk.read(slots, &visitor) else { throw .cancelled }
            position += added
            control.progress(ScanProgress(done: position / 2, total: count))
        }
        try run.sort(comparison)
        if runs.runs.isEmpty {
            for place in 0..<run.rowCount { try output.append(run[place].row) }
            return nil
        }
        try runs.append(run)
        return runs
    }

    /// Merges as many runs at once as the memory allows to read efficiently, until one is left.
    private func merge(_ tape: RecordTape, into output: inout SelectionWriter) throws(Failure) {
        let most = max(2, memory / max(4_096, 2 * SortRun.mostRecordBytes))
        var tape = tape
        while tape.runs.count > most {
            var next = RecordTape(budget: snapshot.budget, directory: directory)
            for start in stride(from: 0, to: tape.runs.count, by: most) {
                let merge = try merge(tape, start..<min(start + most, tape.runs.count))
                while let record = merge.record {
                    try next.append(record)
                    try step(merge)
                }
                try next.endRun()
            }
            tape = next
        }
        let merge = try merge(tape, tape.runs.indices)
        while let record = merge.record {
            try output.append(record.row)
            if output.count % 65_536 == 0 {
                control.progress(ScanProgress(done: (count + output.count) / 2, total: count))
            }
            try step(merge)
        }
    }

    private func merge(_ tape: RecordTape, _ runs: Range<Int>) throws(Failure) -> RunMerge {
        let room = max(SortRun.mostRecordBytes, min(memory / max(1, runs.count), 1 << 18)) / 16 * 16
        var readers: [RunReader] = []
        for run in runs { readers.append(try RunReader(tape.tape, tape.runs[run], room: room)) }
        return try RunMerge(readers, comparison)
    }

    private func step(_ merge: RunMerge) throws(Failure) {
        try merge.advance()
        if merge.advances % 16_384 == 0, control.isCancelled() { throw .cancelled }
    }
}

/// Writes the keys of rows into a run.
private struct KeyVisitor: SlotVisitor {
    let run: SortRun
    let keys: [SortColumn]
    /// The position in the run of the first visited row.
    var firstSlot = 0
    var slots: ArraySlice<RowSlot> = []

    init(run: SortRun, keys: [SortColumn]) {
        self.run = run
        self.keys = keys
    }

    mutating func visit<Ends: CellEnds>(_ block: BlockView<Ends>) {
        keys.withUnsafeBufferPointer { keys in
            slots.withUnsafeBufferPointer { slots in
                for slot in slots {
                    let first = (slot.row - block.firstRow) * block.columnCount
                    var writer = run.makeKey()
                    for key in keys { writer.append(block.value(first + key.column), key) }
                    run.add(writer, row: slot.row, at: firstSlot + slot.slot)
                }
            }
        }
    }

    mutating func visit(_ row: GiantRow) throws(Failure) {
        for slot in slots {
            var writer = run.makeKey()
            for key in keys {
                // More of a text than fits a key; of a number all that is compared.
                let limit = key.isNumber ? FullComparison.mostNumberBytes : SortRun.mostKeyBytes + 1
                writer.append(try row.prefix(key.column, limit: limit), key)
                if let count = row.count(key.column), count > limit {
                    writer.cut()
                    break
                }
            }
            run.add(writer, row: slot.row, at: firstSlot + slot.slot)
        }
    }
}
