public import Failures
public import History
public import Results
public import SQLCore
public import ScreenKit
public import Workspace

/// The world as a session's tab needs it.
public struct WorkspaceServices: Sendable {
    /// How a session is to be made.
    public struct Request: Sendable {
        /// Where.
        public var place: SessionPlace
        /// The database, where another one than the profile's is meant.
        public var database: String?
        /// Whether it is for questions about the catalogue: read-only, and bounded in time.
        public var isForLookups: Bool
        /// Called when it turns out to be gone while nothing runs.
        public var onLoss: @Sendable (SessionError) -> Void

        /// A wish of its parts.
        public init(
            place: SessionPlace, database: String?, isForLookups: Bool,
            onLoss: @escaping @Sendable (SessionError) -> Void
        ) {
            self.place = place
            self.database = database
            self.isForLookups = isForLookups
            self.onLoss = onLoss
        }
    }

    /// Makes a session that is not open yet. May block.
    public var session: @Sendable (Request) throws(Failure) -> any SQLSession
    /// Forgets the token at hand, which a server refused; answers whether it was not made for that login.
    public var forgetToken: @Sendable (SessionPlace) -> Bool
    /// The moment now.
    public var now: @Sendable () -> Moment
    /// Sends a text to the terminal's clipboard; answers what to tell.
    public var copy: @Sendable (String) -> Message
    /// A path as the user means it: `~` expanded, relative to where the program was started.
    public var path: @Sendable (String) -> String
    /// Memory for results.
    public var budget: MemoryBudget
    /// Where results go that are larger.
    public var spillDirectory: String
    /// What was run.
    public var history: StatementHistory
    /// What is being typed.
    public var drafts: Drafts
    /// Saved queries.
    public var queries: SavedQueries

    /// A world of its parts.
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
