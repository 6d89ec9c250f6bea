public import Failures
public import SQLWire
import Threads

/// The rows of one result: in memory while the budget has room, then in an unnamed file.
///
/// A session's thread appends while any other thread reads. A read never waits for a disk write and sees every row that
/// existed when it began. Rows are numbered from 0 in the order of arrival.
public final class ResultStore: Sendable {
    struct State: Sendable {
        var rowCount = 0
        var byteCount = 0
        var index: BlockIndex
        /// The block that is being written to the tape.
        var sealing: RowBlock?
        /// The block to which rows are added.
        var tail = RowBlock(firstRow: 0)
        /// The memory counted in the budget, besides the tapes', in bytes.
        var counted = 0
        var isFinished = false
        var isComplete = false
        var failure: Failure?
    }

    /// The result's columns, possibly none.
    public let columns: [Column]
    let budget: MemoryBudget
    let directory: String
    let tape: SpillTape
    let indexTape: SpillTape
    let state: Locked<State>
    /// Locked while rows are appended.
    let appender: Locked<RowAppender>
    /// The rows found by the last complete search.
    let marks = Locked<FindMarks?>(nil)
    /// The values that are shown instead of those that were read.
    let changes = Locked<[ResultPlace: [UInt8]?]>([:])

    /// An empty result.
    ///
    /// - Parameters:
    ///   - budget: The budget that all results share.
    ///   - directory: The directory of the file for data beyond the budget, which is created when needed.
    public init(columns: [Column], budget: MemoryBudget, directory: String) {
        self.columns = columns
        self.budget = budget
        self.directory = directory
        tape = SpillTape(budget: budget, directory: directory)
        indexTape = SpillTape(budget: budget, directory: directory)
        let index = BlockIndex(tape: indexTape, blockSize: budget.blockSize)
        state = Locked(State(index: index))
        appender = Locked(RowAppender(index: index))
    }

    deinit {
        remember(nil)
        budget.count(-state.withLock { $0.counted })
    }

    /// The number of rows.
    public var rowCount: Int { state.withLock { $0.rowCount } }

    /// The number of bytes of all values.
    public var byteCount: Int { state.withLock { $0.byteCount } }

    /// Whether no more rows will arrive.
    public var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Whether all rows have arrived: false while rows arrive, and for an incomplete result.
    public var isComplete: Bool { state.withLock { $0.isComplete } }

    /// Why later rows could not be stored, if so; the earlier rows remain.
    public var failure: Failure? { state.withLock { $0.failure } }

    /// The memory of the rows in bytes.
    public var memoryBytes: Int { state.withLock { $0.counted } + tape.memoryBytes + indexTape.memoryBytes }

    /// The number of bytes in the file.
    public var spilledBytes: Int { tape.spilledBytes + indexTape.spilledBytes }

    /// The current rows.
    func snapshot() -> RowSnapshot {
        state.withLock { state in
            var recent: [RowBlock] = []
            if let sealing = state.sealing { recent.append(sealing) }
            if state.tail.rowCount > 0 { recent.append(state.tail) }
            return RowSnapshot(
                columnCount: columns.count, rowCount: state.rowCount, index: state.index, tape: tape, budget: budget,
                recent: recent)
        }
    }
}
