public import Catalog
public import Failures
public import Results
public import SQLCore
public import ScreenKit
public import TerminalUI

/// What happens to a session.
public enum WorkspaceEvent: Sendable {
    /// Something came from the terminal.
    case input(Input, Moment)
    /// The terminal has another size.
    case resized(Size)
    /// A second has begun.
    case tick(Moment)
    /// What was typed is to be kept now, if it is time for it.
    case draftDue(Moment)
    /// What a person has set.
    case settings(WorkspaceSettings)
    /// The token that a login would use, as the deck knows it.
    case token(TokenFacts?)
    /// A login ended.
    case connected(Result<SessionState, SessionError>, Moment)
    /// The session turned out to be gone while nothing ran.
    case lost(SessionError, Moment)
    /// The server said where one is.
    case facts(ServerFacts, Moment)
    /// A piece of an answer to what runs under a number.
    case answer(run: Int, Answer, Moment)
    /// A command's answer in lines, to be shown as one result.
    case sheet(run: Int, title: String, [SheetLine], Moment)
    /// What runs in the background came further.
    case job(JobReport)
    /// Rows are arranged.
    case arranged(result: Int, job: Int, RowSelection?, Moment)
    /// A search ended: the row's place in the order that is shown, and the column.
    case found(result: Int, job: Int, (row: Int, column: Int)?, Moment)
    /// Matches were counted.
    case counted(result: Int, job: Int, Int, Moment)
    /// Names of the schema came.
    case names(SchemaNeed, rows: [[String?]])
    /// What the browser asked came, or why it did not.
    case browsed(BrowserNeed, Result<[[String?]], Failure>)
    /// The schema cannot be asked.
    case namesFailed(Failure)
    /// How long the server says that the transaction is open.
    case transactionAge(seconds: Double, Moment)
    /// What was restored after a login, and what could not be.
    case restored([String])
    /// Statements of the history that match, newest first.
    case history([HistoryLine], query: String, isGlobal: Bool)
    /// Saved queries, by name and first line.
    case saved([SQLOverlay.SavedLine])
    /// Text came for the editor: from a saved query, from `$EDITOR`.
    case text(String, replacesAll: Bool)
    /// Statements that were run on the cluster before, for what is used much.
    case recent([String])
    /// The text of a file is to be run.
    case included(run: Int, path: String, Result<[UInt8], Failure>)
    /// Something to tell.
    case said(Message)
    /// Several things to tell that came while nobody looked.
    case saidSeveral(Newest<Message>)
}

/// A piece of an answer.
public enum Answer: Sendable {
    /// A result begins; its rows go to a store.
    case began(ResultStore)
    /// Rows were stored; nanoseconds since the statement was sent.
    case rows(elapsed: Int64)
    /// A statement is done.
    case complete(Completion, elapsed: Int64)
    /// The server remarks something, once or very often.
    case notices(Newest<ServerMessage>)
    /// The result that the statement was run for came, and is not shown.
    case held(HeldResult)
    /// The server refused the statement, or ended it.
    case failed(ServerMessage, elapsed: Int64)
    /// All answers to the text have come.
    case ended(SessionState)
    /// Something on this side kept an answer from being stored.
    case broken(Failure)
    /// The session is gone.
    case lost(SessionError)
}

/// A statement of the history.
public struct HistoryLine: Sendable, Equatable {
    /// The statement.
    public let text: String
    /// The cluster it was run on.
    public let cluster: String
    /// When, as it is shown.
    public let when: String

    /// A line.
    public init(text: String, cluster: String, when: String) {
        self.text = text
        self.cluster = cluster
        self.when = when
    }
}

/// How far something in the background came.
public struct JobReport: Sendable {
    /// How it stands.
    public enum State: Sendable {
        /// So many of so many.
        case running(done: Int, total: Int)
        /// It is done; what to tell.
        case done(String)
        /// It failed, or was cancelled.
        case failed(Failure)
    }

    /// Its number.
    public let job: Int
    /// How it stands.
    public let state: State
    /// When.
    public let at: Moment

    /// A report.
    public init(job: Int, state: State, at: Moment) {
        self.job = job
        self.state = state
        self.at = at
    }
}
