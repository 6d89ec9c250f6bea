public import Failures
import Threads

/// The statements that were run, in a private file to which several processes append.
///
/// The file is read only on request. Calls may come from any thread, and wait for the disk, so they must not be made on
/// the main thread. A statement that may contain a password or a token is stored nowhere, not even in memory.
public final class StatementHistory: Sendable {
    private struct State: Sendable {
        var file: HistoryFile
        /// Entries that could not be written; they are kept while the process lives.
        var unwritten: [HistoryEntry] = []
    }

    private let state: Locked<State>
    private let bounds: HistoryBounds

    /// A history in a directory, which is created with mode 0700 for the first statement.
    public init(directory: String, bounds: HistoryBounds = HistoryBounds()) {
        self.bounds = bounds
        state = Locked(State(file: HistoryFile(directory: directory, bounds: bounds)))
    }

    /// The result of adding a statement.
    public enum Outcome: Sendable, Equatable {
        /// The statement is in the file.
        case kept
        /// The statement equals the last one.
        case repeated
        /// The statement may contain a password or a token, and was not stored.
        case secret
        /// The statement is too long or blank.
        case unfit
    }

    /// Appends a statement to the file, without surrounding blanks.
    ///
    /// - Throws: A `Failure` that names the file; searches in this process still find the statement.
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

    /// The statements that contain `text`, the newest first, without duplicates; all if `text` is empty. Case matters
    /// only if `text` has a capital letter.
    ///
    /// - Parameters:
    ///   - cluster: The cluster of the statements; nil for all.
    ///   - limit: The maximum number of results.
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

    /// Reads the new lines of the file, so that the next search is fast. Call it in the background.
    public func load() {
        state.withLock { $0.file.catchUp() }
    }

    /// Removes every statement.
    ///
    /// - Throws: A `Failure` when the file still exists.
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

/// The limits of a history.
public struct HistoryBounds: Sendable, Equatable {
    /// The maximum number of statements.
    public var statements = 10_000
    /// The maximum size of the file in bytes.
    public var bytes = 8 << 20
    /// The maximum size of a statement in bytes; a longer one is not stored.
    public var statementBytes = 1 << 18

    /// The default limits.
    public init() {}
}
