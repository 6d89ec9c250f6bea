public import Failures
public import SQLWire
import Threads

/// The state of appending between two batches.
struct RowAppender: Sendable {
    /// The newest index; readers have a copy.
    var index: BlockIndex
    /// A block to reuse.
    var spare: RowBlock?
}

extension ResultStore {
    /// Appends rows. Only one thread at a time may append.
    ///
    /// - Throws: A `Failure` when the rows cannot be stored, for instance because the disk is full. Earlier rows
    ///   remain, and every later call throws the same.
    public func append(_ batch: RowBatch) throws(Failure) {
        var problem = failure
        if problem == nil, batch.columnCount != columns.count {
            problem = Failure(.internalError, "rows of another result arrived")
        }
        if problem == nil {
            appender.withLock { appender in
                batch.withValues { values in
                    do throws(Failure) { try append(values, &appender) } catch { problem = error }
                }
            }
        }
        guard let problem else { return }
        state.withLock { $0.failure = problem }
        throw problem
    }

    /// Ends the result.
    ///
    /// - Parameter isComplete: Whether all rows have arrived.
    public func finish(isComplete: Bool) {
        appender.withLock { appender in
            appender.spare = nil
            // Otherwise many small results would use memory beyond the budget.
            if budget.isSpent, failure == nil { try? seal(&appender) }
            appender.spare = nil
            state.withLock { state in
                state.isFinished = true
                state.isComplete = isComplete
                recount(&state)
            }
        }
    }

    private func append(_ values: RowBatch.Values, _ appender: inout RowAppender) throws(Failure) {
        if values.columnCount == 0 { return state.withLock { $0.rowCount += values.rowCount } }
        var row = 0
        while row < values.rowCount {
            let size = values.byteCount(row: row)
            if size > budget.blockSize {
                try seal(&appender)
                try appendWide(values, row: row, size: size, &appender)
                row += 1
            } else {
                row = fillTail(values, from: row)
                if row < values.rowCount { try seal(&appender) }
            }
        }
    }

    /// Adds rows that fit to the tail. Returns the first row that does not fit.
    private func fillTail(_ values: RowBatch.Values, from first: Int) -> Int {
        state.withLock { state in
            var row = first
            let start = state.tail.values.count
            while row < values.rowCount {
                let size = values.byteCount(row: row)
                let isFull =
                    state.tail.values.count + size > budget.blockSize
                    || (state.tail.ends.count + values.columnCount) * NarrowEnds.size > budget.blockSize
                if size > budget.blockSize || (isFull && state.tail.rowCount > 0) { break }
                state.tail.append(values, row: row)
                row += 1
            }
            state.rowCount += row - first
            state.byteCount += state.tail.values.count - start
            recount(&state)
            return row
        }
    }

    /// Writes the tail to the tape; its rows stay readable meanwhile.
    private func seal(_ appender: inout RowAppender) throws(Failure) {
        var next = appender.spare.take() ?? RowBlock(firstRow: 0)
        let block = state.withLock { state -> RowBlock? in
            guard state.tail.rowCount > 0 else { return nil }
            let block = state.tail
            next.firstRow = block.rows.upperBound
            state.sealing = block
            state.tail = next
            return block
        }
        next = RowBlock(firstRow: 0)
        guard var block else { return }
        let address = tape.end
        try block.withView(columnCount: columns.count) { (view) throws(Failure) in
            try tape.append([view.ends.bytes, view.values])
        }
        let entry = BlockEntry(
            firstRow: block.firstRow, rowCount: block.rowCount, address: address, byteCount: block.values.count,
            isWide: false)
        try publish(entry, &appender)
        block.removeAll()
        appender.spare = block
    }

    private func appendWide(
        _ values: RowBatch.Values, row: Int, size: Int, _ appender: inout RowAppender
    ) throws(Failure) {
        let address = tape.end
        var (ends, end): ([UInt64], UInt64) = ([], 0)
        var (parts, run): ([UnsafeRawBufferPointer], ByteRun) = ([], ByteRun())
        for column in 0..<values.columnCount {
            if let value = values[row, column] {
                end += UInt64(value.count)
                ends.append(end)
                if let gathered = run.add(value) { parts.append(gathered) }
            } else {
                ends.append(end | WideEnds.null)
            }
        }
        parts.append(run.bytes)
        try ends.withRawBytes { (ends) throws(Failure) in try tape.append([ends] + parts) }
        let first = rowCount
        let entry = BlockEntry(firstRow: first, rowCount: 1, address: address, byteCount: size, isWide: true)
        try publish(entry, &appender)
        state.withLock { state in
            state.rowCount += 1
            state.byteCount += size
            state.tail.firstRow = first + 1
        }
    }

    private func publish(_ entry: BlockEntry, _ appender: inout RowAppender) throws(Failure) {
        try appender.index.prepare()
        appender.index.append(entry)
        let index = appender.index
        state.withLock { state in
            state.index = index
            state.sealing = nil
            recount(&state)
        }
    }

    /// Reports the change of memory to the budget.
    private func recount(_ state: inout State) {
        let held = state.tail.memoryBytes + (state.sealing?.memoryBytes ?? 0) + state.index.memoryBytes
        budget.count(held - state.counted)
        state.counted = held
    }
}

extension RowBatch.Values {
    /// The number of bytes of a row's values.
    @inline(__always)
    func byteCount(row: Int) -> Int {
        var count = 0
        for column in 0..<columnCount { count += self[row, column]?.count ?? 0 }
        return count
    }
}
