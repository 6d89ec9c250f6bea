import Failures
import Glibc
import Threads

/// The memory that all results may use together, in bytes. Data beyond it goes to a file.
///
/// Rows, sort orders and filters get three quarters. The last quarter is reserved for running work, so that a result
/// can be sorted while rows fill the memory. Unavoidable memory (an incomplete row, the piece being read) is counted
/// but never refused.
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
    /// The size in bytes of an allocation of memory or file space.
    let chunkSize: Int
    /// The maximum number of value bytes in a block of rows, unless it is a single row.
    let blockSize: Int
    /// The number of bytes read at once from a larger value.
    let pieceSize: Int

    public convenience init(bytes: Int = MemoryBudget.standard) {
        self.init(bytes: bytes, write: pwrite)
    }

    /// A budget whose files are written by `write`, a function like `pwrite`.
    init(bytes: Int, write: @escaping SpillFile.Write) {
        state = Locked(State(limit: max(0, bytes)))
        self.write = write
        chunkSize = min(max(bytes / 64, 1 << 12), 1 << 16)
        blockSize = min(max(bytes / 64, 1 << 9), RowBlock.mostBytes)
        pieceSize = min(max(bytes / 64, 1 << 10), 1 << 20)
    }

    /// The maximum number of bytes. Lowering it does not free memory in use.
    public var limit: Int {
        get { state.withLock { $0.limit } }
        set { state.withLock { $0.limit = max(0, newValue) } }
    }

    /// The number of bytes in use.
    public var used: Int { state.withLock { $0.used } }

    /// Whether no memory is left for rows.
    var isSpent: Bool { state.withLock { $0.used >= $0.limit - $0.limit / 4 } }

    /// Reserves `bytes` if they fit the budget. Returns whether they do.
    func take(_ bytes: Int, for purpose: Purpose) -> Bool {
        state.withLock { state in
            let most = purpose == .rows ? state.limit - state.limit / 4 : state.limit
            guard bytes <= most - state.used else { return false }
            state.used += bytes
            return true
        }
    }

    /// Reserves most of the remaining memory, up to `most`, but always `least` and a 32nd of the whole. Returns the
    /// number of bytes. The rest stays for other operations.
    func take(atLeast least: Int, atMost most: Int) -> Int {
        state.withLock { state in
            let left = state.limit - state.used
            let taken = max(least, min(most, max(left - left / 4, state.limit / 32)))
            state.used += taken
            return taken
        }
    }

    /// Counts unavoidable memory; negative when it is freed.
    func count(_ bytes: Int) {
        state.withLock { $0.used += bytes }
    }

    /// The file in `directory` that all results share.
    ///
    /// - Throws: A `Failure` when it does not exist and cannot be created.
    func file(in directory: String) throws(Failure) -> SpillFile {
        if let file = state.withLock({ $0.files[directory]?.file }) { return file }
        let new = try SpillFile(directory: directory, extentSize: chunkSize, write: write)
        return state.withLock { state in
            // Another thread may have created it meanwhile.
            if let file = state.files[directory]?.file { return file }
            state.files[directory] = WeakFile(file: new)
            return new
        }
    }
}
