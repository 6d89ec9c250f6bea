public import Failures
public import History
public import Results
public import SQLWire
public import ScreenKit
public import Workspace

/// The outside services of a session's tab.
public struct WorkspaceServices: Sendable {
    /// A request for a session.
    public struct Request: Sendable {
        /// The cluster and the user.
        public var place: SessionPlace
        /// The database, if it differs from the profile's.
        public var database: String?
        /// Whether it is for catalogue queries: read-only, with a time limit.
        public var isForLookups: Bool
        /// Called when the idle session is lost.
        public var onLoss: @Sendable (SessionError) -> Void
        /// Called with messages that arrive while the session is idle.
        public var onMessages: (@Sendable ([ServerMessage]) -> Void)?
        /// Called when a login begins and ends to wait for the cluster's tunnel.
        public var onTunnel: @Sendable (Bool) -> Void = { _ in }

        public init(
            place: SessionPlace, database: String?, isForLookups: Bool,
            onMessages: (@Sendable ([ServerMessage]) -> Void)? = nil,
            onLoss: @escaping @Sendable (SessionError) -> Void
        ) {
            self.place = place
            self.database = database
            self.isForLookups = isForLookups
            self.onMessages = onMessages
            self.onLoss = onLoss
        }
    }

    /// Creates a session that is not open yet. May block.
    public var session: @Sendable (Request) throws(Failure) -> any SQLSession
    /// Discards the cached token after a server rejected it. Returns whether it came from the cache.
    public var forgetToken: @Sendable (SessionPlace) -> Bool
    /// The current time.
    public var now: @Sendable () -> Moment
    /// Sends a text to the terminal's clipboard. Returns the message for the user.
    public var copy: @Sendable (String) -> Message
    /// Expands `~`, and resolves a path relative to the directory where the program was started.
    public var path: @Sendable (String) -> String
    /// The memory budget for results.
    public var budget: MemoryBudget
    /// The directory for larger results.
    public var spillDirectory: String
    /// The history of statements.
    public var history: StatementHistory
    /// The drafts.
    public var drafts: Drafts
    public var queries: SavedQueries

    public init(
        session: @escaping @Sendable (Request) throws(Failure) -> any SQLSession,
        forgetToken: @escaping @Sendable (SessionPlace) -> Bool, now: @escaping @Sendable () -> Moment,
        copy: @escaping @Sendable (String) -> Message, path: @escaping @Sendable (String) -> String,
        budget: MemoryBudget, spillDirectory: String, history: StatementHistory, drafts: Drafts, queries: SavedQueries
    ) {
        self.session = session
        self.forgetToken = forgetToken
        self.now = now
        self.copy = copy
        self.path = path
        self.budget = budget
        self.spillDirectory = spillDirectory
        self.history = history
        self.drafts = drafts
        self.queries = queries
    }
}
