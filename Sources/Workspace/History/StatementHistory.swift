public import Failures
import Threads

/// The statements that were run, in a private file that several processes append to.
///
/// Nothing is read before it is asked for. Every call may be made from any thread, and waits for the disk: not on the
/// thread that draws. A statement that may carry a password or a token is kept nowhere, not even in memory.
public final class StatementHistory: Sendable {
    private struct State: Sendable {
        var file: HistoryFile
        /// Entries that could not be written; they last as long as the process.
        var unwritten: [HistoryEntry] = []
    }

    private let state: Locked<State>
    private let bounds: HistoryBounds

    /// A history in a directory, which is made, mode 0700, when the first statement is kept.
    public init(directory: String, bounds: HistoryBounds = HistoryBounds()) {
        self.bounds = bounds
        state = Locked(State(file: HistoryFile(directory: directory, bounds: bounds)))
    }

    /// What became of a statement.
    public enum Outcome: Sendable, Equatable {
        /// It is in the file.
        case kept
        /// It is the last one once more.
        case repeated
        /// It may carry a password or a token, and was kept nowhere.
        case secret
        /// It is longer than one statement may be, or blank.
        case unfit
    }

    /// Appends a statement to the file. Blanks around it are not kept.
    ///
    /// - Throws: A `Failure` that names the file; then searches of this process still find the statement.
    @discardableResult
    public func append(_ entry: HistoryEntry) throws(Failure) -> Outcome {
        var entry = entry
        entry.statement = HistoryText.trimmed(entry.statement)
        guard !entry.statement.isEmpty, entry.statement.utf8.count <= bounds.statementBytes,
            entry.cluster.utf8.count <= 1_024
        else { return .unfit }
        guard !SecretWords.isSecret(entry.statement) else { return .secret }
        let kept = entry
        let result = state.withLock { state -> Result<Outcome, Failure> in
            do throws(Failure) {
                return .success(try state.file.append(kept) ? .kept : .repeated)
            } catch {
                if state.unwritten.last?.isSame(as: kept) != true { state.unwritten.append(kept) }
                if state.unwritten.count > 1_000 { state.unwritten.removeFirst() }
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Statements that have `text` in them, newest first, each once; all of them when it is empty. Case counts when
    /// `text` has a capital letter.
    ///
    /// - Parameters:
    ///   - cluster: The cluster they were run on; nil for all.
    ///   - limit: The most that are answered.
    public func search(_ text: String = "", cluster: String? = nil, limit: Int = 200) -> [HistoryEntry] {
        let (entries, unwritten) = state.withLock { state in
            state.file.catchUp()
            return (state.file.entries, state.unwritten)
        }
        let wanted = HistoryText(text)
        var seen: Set<String> = []
        var result: [HistoryEntry] = []
        for entry in [unwritten, entries].lazy.flatMap({ $0.reversed() }) {
            guard result.count < limit else { break }
            guard cluster == nil || cluster == entry.cluster, wanted.isIn(entry.statement),
                seen.insert(entry.statement).inserted
            else { continue }
            result.append(entry)
        }
        return result
    }

    /// Reads what is new in the file, so that the next search need not. To be called in the background.
    public func load() {
        state.withLock { $0.file.catchUp() }
    }

    /// Removes every statement.
    ///
    /// - Throws: A `Failure` when the file is there still.
    public func clear() throws(Failure) {
        let result = state.withLock { state -> Result<Void, Failure> in
            state.unwritten = []
            do throws(Failure) {
                return .success(try state.file.clear())
            } catch {
                return .failure(error)
            }
        }
        try result.get()
    }
}

/// How much is kept.
public struct HistoryBounds: Sendable, Equatable {
    /// The most statements.
    public var statements = 10_000
    /// The most bytes of the file.
    public var bytes = 8 << 20
    /// The most bytes of one statement; a longer one is not kept.
    public var statementBytes = 1 << 18

    /// The usual bounds.
    public init() {}
}
