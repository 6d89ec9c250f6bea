public import Catalog
public import Failures
public import ResultDelivery
public import Results
public import SQLScript
public import SQLWire
public import ScreenKit
public import TerminalUI
public import Timestamps

/// An event of a session.
public enum WorkspaceEvent: Sendable {
    /// Input from the terminal.
    case input(Input, Moment)
    /// The terminal has another size.
    case resized(Size)
    /// A second has begun.
    case tick(Moment)
    /// It is time to save the draft, if it has changed.
    case draftDue(Moment)
    /// The user's settings.
    case settings(WorkspaceSettings)
    /// The token for the next login, from the deck.
    case token(TokenFacts?)
    /// Until when the person's access to AWS lasts.
    case access(AccessWindow?)
    /// A login has ended.
    case connected(Result<SessionState, SessionError>, Moment)
    /// The idle session is lost.
    case lost(SessionError, Moment)
    /// The server's facts have arrived.
    case facts(ServerFacts, Moment)
    /// A part of the answer to the run with that number.
    case answer(run: Int, Answer, Moment)
    /// A command's answer as one result of text lines.
    case sheet(run: Int, title: String, [SheetLine], Moment)
    /// The progress of a background job.
    case job(JobReport)
    /// Rows were sorted and filtered.
    case arranged(result: Int, job: Int, RowSelection?, Moment)
    /// A search has ended: the row's position in display order, and the column.
    case found(result: Int, job: Int, (row: Int, column: Int)?, Moment)
    /// The matches were counted.
    case counted(result: Int, job: Int, Int, Moment)
    /// Names of the schema have arrived.
    case names(SchemaNeed, rows: [[String?]])
    /// The answer to a query of the browser.
    case browsed(BrowserNeed, Result<[[String?]], Failure>)
    /// The facts about a table have arrived, or cannot be queried.
    case table(request: Int, Result<TableFacts, Failure>)
    /// The schema cannot be queried.
    case namesFailed(Failure)
    /// The age of the transaction, as the server reports it.
    case transactionAge(seconds: Double, Moment)
    /// Whether the login waits for the cluster's tunnel.
    case openingTunnel(Bool)
    /// The settings that were restored after a login, and those that could not be.
    case restored([RestoredItem])
    /// Matching statements of the history, the newest first.
    case history([HistoryLine], query: String, isGlobal: Bool)
    /// Saved queries with name and first line.
    case saved([SQLOverlay.SavedLine])
    /// A text for the editor, from a saved query or `$EDITOR`.
    case text(String, replacesAll: Bool)
    /// Earlier statements of the cluster, for counting uses.
    case recent([String])
    /// The text of a script to run.
    case included(run: Int, path: String, Result<[UInt8], Failure>)
    /// A message.
    case said(Message)
    /// Several messages that arrived since the last event.
    case saidSeveral(Newest<Message>)
}

/// A part of an answer.
public enum Answer: Sendable {
    /// A result with rows begins; its rows go to a store.
    case began(ResultStore)
    /// Rows were stored; nanoseconds since the statement was sent.
    case rows(elapsed: Int64)
    /// A statement has succeeded.
    case complete(Completion, elapsed: Int64)
    /// One or many notices of the server.
    case notices(Newest<ServerMessage>)
    /// The result of `\gset` or `\gexec`, which is not shown.
    case held(HeldResult)
    /// The progress of a statement on several clusters.
    case progress([ClusterProgress])
    /// All of several clusters have answered.
    case concluded([ClusterProgress], elapsed: Int64)
    /// The server rejected or aborted the statement.
    case failed(ServerMessage, elapsed: Int64)
    /// All answers to the text have arrived.
    case ended(SessionState)
    /// A local failure, so that the answer could not be stored.
    case broken(Failure)
    /// The session is lost.
    case lost(SessionError)
}

/// A statement of the history.
public struct HistoryLine: Sendable, Equatable {
    public let text: String
    /// The cluster of the statement.
    public let cluster: String
    /// The formatted time.
    public let when: String

    public init(text: String, cluster: String, when: String) {
        self.text = text
        self.cluster = cluster
        self.when = when
    }
}

/// The progress of a background job.
public struct JobReport: Sendable {
    public enum State: Sendable {
        /// The finished and the total number of units.
        case running(done: Int, total: Int)
        /// The job is done, with a message.
        case done(String)
        /// The job failed or was cancelled.
        case failed(Failure)
    }

    public let job: Int
    public let state: State
    public let at: Moment

    public init(job: Int, state: State, at: Moment) {
        self.job = job
        self.state = state
        self.at = at
    }
}
