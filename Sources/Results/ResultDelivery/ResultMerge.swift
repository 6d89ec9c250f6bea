public import Failures
public import ResultFormats
public import Results
import SQLCore
import Threads

/// Puts what several clusters answer to one script in order: for every statement one result, with the rows of one
/// cluster after the other, in the clusters' order, whichever answers first.
///
/// The cluster whose turn it is is written as its rows arrive. What others have to say meanwhile is kept, in memory and
/// then in a file; no server is held up by another one.
public final class ResultMerge: Sendable {
    private let names: [[UInt8]]
    private let budget: MemoryBudget
    private let directory: String
    private let onDifference: @Sendable (String) -> Void
    private let state: Locked<State>

    private struct State: Sendable {
        var writer: MergedWriter
        var queues: [ClusterQueue]
        /// The result that is being written, and the cluster whose turn it is.
        var place = PendingResult.Place(statement: 1, ordinal: 0)
        var turn = 0
        var failure: Failure?
    }

    /// Nothing was answered yet.
    ///
    /// - Parameters:
    ///   - clusters: Their names, in the order of their rows.
    ///   - options: The format's; the dialect is each result's own, and the leading column is added here.
    ///   - budget: What is kept until its turn takes no more memory than this.
    ///   - directory: Where the file is made for what is beyond the budget.
    ///   - write: Takes output, in order; answers 0 or an errno value, and is not called again after that.
    ///   - onDifference: Told the cluster whose columns do not fit those of the clusters before, so that a result of
    ///     their own begins with its rows.
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

    /// Takes a piece from a cluster, given by its index. Answers false when the output takes no more, and nothing that
    /// follows is of use.
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

    /// What the output said when it took no more; 0 as long as it does.
    public var writeError: Int32 { state.withLock { $0.writer.error } }

    /// Why nothing more can be kept, if that is so.
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

    /// Writes what has its turn now.
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

    /// Writes what the cluster whose turn it is has for the current place. Answers whether that is all it will have.
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
    /// Rows of a result, or the bytes that it consists of.
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
    /// The same rows with a value before each.
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
