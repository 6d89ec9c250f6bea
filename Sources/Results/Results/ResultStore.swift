public import Failures
public import SQLCore
import Threads

/// The rows of one result: in memory as long as the budget has room, then in a file without a name.
///
/// A session's thread appends while any other reads. Reading never waits for a disk that is written to, and sees every
/// row that was there when it began. Rows are numbered as they arrive, from 0.
public final class ResultStore: Sendable {
    struct State: Sendable {
        var rowCount = 0
        var byteCount = 0
        var index: BlockIndex
        /// The block that is being written.
        var sealing: RowBlock?
        /// The block that rows are added to.
        var tail = RowBlock(firstRow: 0)
        /// Bytes of memory, besides the tapes', that the budget knows about.
        var counted = 0
        var isFinished = false
        var isComplete = false
        var failure: Failure?
    }

    /// The result's columns; may be none.
    public let columns: [Column]
    let budget: MemoryBudget
    let directory: String
    let tape: SpillTape
    let indexTape: SpillTape
    let state: Locked<State>
    /// Held while rows are appended.
    let appender: Locked<RowAppender>
    /// What the last search over everything found.
    let marks = Locked<FindMarks?>(nil)

    /// An empty result.
    ///
    /// - Parameters:
    ///   - budget: What all results share.
    ///   - directory: Where the file is made that takes what is beyond the budget; it is made when it is needed.
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

    /// Rows there.
    public var rowCount: Int { state.withLock { $0.rowCount } }

    /// Bytes of all values there.
    public var byteCount: Int { state.withLock { $0.byteCount } }

    /// Whether no more rows come.
    public var isFinished: Bool { state.withLock { $0.isFinished } }

    /// Whether the result came to its end: false while it is arriving, and where it broke off.
    public var isComplete: Bool { state.withLock { $0.isComplete } }

    /// Why rows could not be kept, if that was so; those before stay.
    public var failure: Failure? { state.withLock { $0.failure } }

    /// Bytes of memory that the rows take.
    public var memoryBytes: Int { state.withLock { $0.counted } + tape.memoryBytes + indexTape.memoryBytes }

    /// Bytes in the file.
    public var spilledBytes: Int { tape.spilledBytes + indexTape.spilledBytes }

    /// What is there now.
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
