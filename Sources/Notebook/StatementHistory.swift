public import Failures
import LocalFiles

/// The statements that were run, in a private file that several processes append to.
///
/// Nothing is read before it is asked for. Every call may be made from any thread.
public final class StatementHistory: Sendable {
    /// A history in a directory, which is made when the first statement is kept.
    public init(directory: String, bounds: HistoryBounds = HistoryBounds()) {
        self.directory = directory
        self.bounds = bounds
    }

    private let directory: String
    private let bounds: HistoryBounds

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

    /// Appends a statement to the file.
    ///
    /// - Throws: A `Failure` that names the file.
    public func append(_ entry: HistoryEntry) throws(Failure) -> Outcome { .kept }

    /// Statements that have `text` in them, newest first, each once; all of them when it is empty. Case counts when
    /// `text` has a capital letter.
    ///
    /// - Parameters:
    ///   - cluster: The cluster they were run on; nil for all.
    ///   - limit: The most that are answered.
    public func search(_ text: String = "", cluster: String? = nil, limit: Int = 200) -> [HistoryEntry] { [] }

    /// Reads what is new in the file, so that the next search need not. To be called in the background.
    public func load() {}

    /// Removes every statement.
    public func clear() throws(Failure) {}
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
