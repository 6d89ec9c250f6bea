public import Failures
public import ResultFormats
public import Results
import SQLWire
import Threads

/// Merges the answers of several clusters to one script: each statement has one result with the rows of one cluster
/// after the other, in the clusters' order, whichever answers first.
///
/// The rows of the current cluster are written as they arrive. The others' are stored, in memory and then in a file; no
/// server has to wait for another one.
public final class ResultMerge: Sendable {
    private let names: [[UInt8]]
    private let budget: MemoryBudget
    private let directory: String
    private let onDifference: @Sendable (String) -> Void
    private let state: Locked<State>

    private struct State: Sendable {
        var writer: MergedWriter
        var queues: [ClusterQueue]
        /// The current result, and the current cluster.
        var place = PendingResult.Place(statement: 1, ordinal: 0)
        var turn = 0
        var failure: Failure?
    }

    /// Creates an empty merge.
    ///
    /// - Parameters:
    ///   - clusters: The names of the clusters, in the order of their rows.
    ///   - options: The format's options; the dialect comes from each result, and the cluster column is added here.
    ///   - budget: The memory for stored rows.
    ///   - directory: The directory of the file for rows beyond the budget.
    ///   - write: Writes output in order; returns 0 or an errno value, after which it is not called again.
    ///   - onDifference: Called with a cluster whose columns differ from the previous clusters', so that a new result
    ///     begins with its rows.
    public init(
        clusters: [String], format: ResultFormat, isChosen: Bool = true, options: WriterOptions, budget: MemoryBudget,
        directory: String,
        write: @escaping @Sendable (UnsafeRawBufferPointer) -> Int32,
        onDifference: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.onDifference = onDifference
        names = clusters.map { Array($0.utf8) }
        self.budget = budget
        self.directory = directory
        state = Locked(
            State(
                writer: MergedWriter(format, isChosen: isChosen, options, write),
                queues: Array(repeating: ClusterQueue(), count: clusters.count)))
    }

    /// Handles a piece from a cluster, given by its index. Returns false when the output has failed and further pieces
    /// are useless.
    public func take(_ piece: ResultPiece, from cluster: Int) -> Bool {
        state.withLock { state in
            do throws(Failure) {
                try put(piece, cluster, &state)
                try advance(&state)
            } catch {
                if state.failure == nil { state.failure = error }
            }
            return state.failure == nil && state.writer.error == 0
        }
    }

    /// The errno value of the failed output; 0 if it has not failed.
    public var writeError: Int32 { state.withLock { $0.writer.error } }

    /// Why no more rows can be stored, if so.
    public var failure: Failure? { state.withLock { $0.failure } }

    private func put(_ piece: ResultPiece, _ cluster: Int, _ state: inout State) throws(Failure) {
        switch piece {
        case .statement: state.queues[cluster].beginStatement()
        case .header(let header): begin(header.led, &state.queues[cluster])
        case .rows(let batch): try append(batch.led(by: names[cluster]), cluster, &state)
        case .data(let bytes):
            if state.queues[cluster].arriving == nil { begin(nil, &state.queues[cluster]) }
            var batch = RowBatch(columnCount: 1)
            bytes.withUnsafeBytes { bytes in batch.appendRow { _ in bytes } }
            try append(batch, cluster, &state)
        case .end(let isComplete): state.queues[cluster].end(isComplete: isComplete)
        case .finished: state.queues[cluster].finish()
        }
    }

    private func begin(_ header: ResultHeader?, _ queue: inout ClusterQueue) {
        queue.begin { PendingResult($0, header, budget: budget, directory: directory) }
    }

    private func append(_ batch: RowBatch, _ cluster: Int, _ state: inout State) throws(Failure) {
        guard let result = state.queues[cluster].arriving else { return }
        if result.isOpen { return state.writer.append(batch, of: result) }
        try result.store.append(batch)
    }

    /// Writes everything whose turn it is.
    private func advance(_ state: inout State) throws(Failure) {
        while true {
            while state.turn < names.count {
                guard try writeTurn(&state) else { return }
                state.turn += 1
            }
            state.writer.close()
            guard let next = state.queues.compactMap({ $0.next }).min() else { return }
            (state.place, state.turn) = (next, 0)
        }
    }

    /// Writes what the current cluster has for the current place. Returns whether that part is complete.
    private func writeTurn(_ state: inout State) throws(Failure) -> Bool {
        guard var result = state.queues[state.turn].first, result.place == state.place else {
            return state.queues[state.turn].hasPassed(state.place)
        }
        if !result.isOpen {
            if let header = result.header, !state.writer.begin(header) {
                onDifference(String(decoding: names[state.turn], as: UTF8.self))
            }
            try replay(result, &state.writer)
            result.isOpen = true
            state.queues[state.turn].first = result
        }
        guard result.isEnded else { return false }
        if !result.isComplete { state.writer.breakOff() }
        state.queues[state.turn].removeFirst()
        return true
    }

    private func replay(_ result: PendingResult, _ writer: inout MergedWriter) throws(Failure) {
        do {
            try result.store.forEachBatch { batch in
                writer.append(batch, of: result)
                return writer.error == 0
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.internalError, "rows cannot be read again", why: "\(error)")
        }
    }
}

extension MergedWriter {
    /// Adds rows of a result, or its bytes.
    fileprivate mutating func append(_ batch: RowBatch, of result: PendingResult) {
        guard result.header == nil else { return append(batch) }
        batch.withValues { values in
            for row in 0..<values.rowCount {
                if let bytes = values[row, 0] { append(data: bytes) }
            }
        }
    }
}

extension RowBatch {
    /// The same rows with a leading value.
    fileprivate func led(by name: [UInt8]) -> RowBatch {
        var led = RowBatch(columnCount: columnCount + 1)
        name.withUnsafeBytes { name in
            withValues { values in
                for row in 0..<values.rowCount {
                    led.appendRow { column in column == 0 ? name : values[row, column - 1] }
                }
            }
        }
        return led
    }
}
