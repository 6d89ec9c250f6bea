import Failures
import Glibc
import Threads

/// The memory that results may hold between them, in bytes. Whatever is beyond it goes to a file.
///
/// Rows, and the orders that sorting and filtering make, get three quarters; the last quarter is kept for work under
/// way, so that a result can be sorted when memory is full of rows. What has to be held in any case - a row that is
/// not complete yet, one piece that is being read - is counted, but never refused.
public final class MemoryBudget: Sendable {
    /// 64 MiB.
    public static let standard = 64 << 20

    enum Purpose {
        case rows
        case work
    }

    private struct State {
        var limit: Int
        var used = 0
        var files: [String: WeakFile] = [:]
    }

    private struct WeakFile {
        weak var file: SpillFile?
    }

    private let state: Locked<State>
    private let write: SpillFile.Write
    /// Bytes that memory, and room in a file, are taken by.
    let chunkSize: Int
    /// Bytes of values that a block of rows holds at most, unless it is a single row.
    let blockSize: Int
    /// Bytes that are read at once where a value is larger.
    let pieceSize: Int

    /// A budget of `bytes`.
    public convenience init(bytes: Int = MemoryBudget.standard) {
        self.init(bytes: bytes, write: pwrite)
    }

    /// A budget whose files are written by `write`, which takes what `pwrite` takes.
    init(bytes: Int, write: @escaping SpillFile.Write) {
        state = Locked(State(limit: max(0, bytes)))
        self.write = write
        chunkSize = min(max(bytes / 64, 1 << 12), 1 << 16)
        blockSize = min(max(bytes / 64, 1 << 9), RowBlock.mostBytes)
        pieceSize = min(max(bytes / 64, 1 << 10), 1 << 20)
    }

    /// The most bytes that may be held; what is held already stays when this is lowered.
    public var limit: Int {
        get { state.withLock { $0.limit } }
        set { state.withLock { $0.limit = max(0, newValue) } }
    }

    /// Bytes held now.
    public var used: Int { state.withLock { $0.used } }

    /// Whether there is nothing left for rows.
    var isSpent: Bool { state.withLock { $0.used >= $0.limit - $0.limit / 4 } }

    /// Takes `bytes` if they are within the budget, and answers whether they are.
    func take(_ bytes: Int, for purpose: Purpose) -> Bool {
        state.withLock { state in
            let most = purpose == .rows ? state.limit - state.limit / 4 : state.limit
            guard bytes <= most - state.used else { return false }
            state.used += bytes
            return true
        }
    }

    /// Takes most of what is left, up to `most`, but `least` and a 32nd of the whole in any case, and answers how much
    /// that is. Something stays for others who do the same.
    func take(atLeast least: Int, atMost most: Int) -> Int {
        state.withLock { state in
            let left = state.limit - state.used
            let taken = max(least, min(most, max(left - left / 4, state.limit / 32)))
            state.used += taken
            return taken
        }
    }

    /// Counts what is held in any case; negative when it is given back.
    func count(_ bytes: Int) {
        state.withLock { $0.used += bytes }
    }

    /// The file in `directory` that results share.
    ///
    /// - Throws: A `Failure` when there is none yet and none can be created.
    func file(in directory: String) throws(Failure) -> SpillFile {
        if let file = state.withLock({ $0.files[directory]?.file }) { return file }
        let new = try SpillFile(directory: directory, extentSize: chunkSize, write: write)
        return state.withLock { state in
            // Another thread may have been quicker.
            if let file = state.files[directory]?.file { return file }
            state.files[directory] = WeakFile(file: new)
            return new
        }
    }
}
