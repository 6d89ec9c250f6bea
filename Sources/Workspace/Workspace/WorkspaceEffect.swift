public import Catalog
public import Results
public import SQLWire
import ScreenKit

/// An action of a session outside of its state.
public enum WorkspaceEffect: Sendable {
    /// Log in with a valid token, and restore the session's settings.
    case connect
    /// Log in again; the current session stays until the new one is open.
    case relogin
    /// Drop the connection: the server does not answer.
    case abort
    /// Run a text under a run number.
    case run(Int, StatementOrder)
    /// Run catalogue queries and return one sheet.
    case show(Int, CatalogQuery)
    /// Find relations, describe them and return one sheet.
    case describe(Int, DescribeQuery)
    /// Query a plan and return one sheet.
    case explain(Int, PlanRequest)
    /// Return the columns of a statement's result.
    case describeResult(Int, [UInt8])
    /// Load a definition into the editor.
    case editDefinition(Int, CatalogQuery)
    /// Move rows between a file and the server.
    case copy(Int, CopyCommand)
    /// Replace the session by one in another database.
    case use(database: String?)
    /// Ask the server to cancel the running statement.
    case cancel
    /// Ask one of several clusters to cancel the running statement, or drop its connection.
    case cancelCluster(Int, drops: Bool)
    /// Query the server's facts and the session's settings.
    case askFacts
    /// Query the age of the transaction over the second login.
    case askTransactionAge(session: UInt64)
    /// Query names for completion.
    case lookUp([SchemaNeed])
    /// Query the facts about a table over the second login.
    case describeTable(request: Int, ColumnOrigin, findsReferrers: Bool)
    /// Run the queries of the browser.
    case browse([BrowserNeed])
    /// Sort and filter rows.
    case arrange(result: Int, job: Int, ResultStore, Arrangement)
    /// Search a result.
    case search(result: Int, job: Int, ResultStore, SearchRequest)
    /// End a job.
    case endJob(Int)
    /// Write rows to a file.
    case export(job: Int, ResultStore, ExportRequest)
    /// Write a result of text lines to a new file.
    case exportText(job: Int, String, lines: Int, path: String)
    /// Append all rows of a result to a file.
    case output(ResultStore, path: String, isExpanded: Bool)
    /// Copy rows, or a text.
    case copyRows(ResultStore, ExportRequest)
    /// Copy a text.
    case copyText(String)
    /// Add a statement to the history.
    case remember(String)
    /// Query the last statements of the cluster.
    case listRecent
    /// Search the history.
    case searchHistory(String, isGlobal: Bool)
    /// Save the draft.
    case keepDraft(String)
    /// List saved queries.
    case listSaved
    /// Load a saved query.
    case fetchSaved(String)
    /// Save a query.
    case save(name: String, text: String)
    /// Write a text to a file.
    case writeFile(String, [UInt8])
    /// Write the cluster's history to a file.
    case writeHistory(String)
    /// Read a script to run under a run number.
    case include(Int, path: String)
    /// An effect that the list of tabs performs.
    case tabs(TabEffect)
    /// An effect that the main loop performs.
    case terminal(TerminalEffect)
}

/// An action of a session that concerns the other tabs.
public enum TabEffect: Sendable, Equatable {
    /// Open a session as another user.
    case openAs(user: String)
    /// Open another session on the same cluster.
    case openAnother
    /// Show the deck.
    case showDeck
    /// Show the next tab.
    case next
    /// Close the session.
    case close
}

/// An action of a session that needs the terminal.
public enum TerminalEffect: Sendable, Equatable {
    /// Edit a text in `$EDITOR`.
    case editExternally(String, cursorLine: Int)
    /// Edit a file in `$EDITOR` and return its text.
    case editFile(String)
    /// Show the live activity of the server.
    case showActivity
    /// Redraw the screen.
    case redraw
    /// Stop the job, as Ctrl-Z does.
    case stop
    /// Cancel a search for credentials that may wait for the user.
    case cancelLogin
}

/// The arrangement of rows: filtered, then sorted.
public struct Arrangement: Sendable, Equatable {
    /// The filters, all of which a row must pass.
    public var filters: [FilterRequest]
    /// A column index of the result.
    public var sorting: (column: Int, isDescending: Bool)?

    init(filters: [FilterRequest], sorting: (column: Int, isDescending: Bool)?) {
        (self.filters, self.sorting) = (filters, sorting)
    }

    public static func == (left: Arrangement, right: Arrangement) -> Bool {
        left.filters == right.filters && left.sorting?.column == right.sorting?.column
            && left.sorting?.isDescending == right.sorting?.isDescending
    }
}

/// A search in a result.
public struct SearchRequest: Sendable {
    /// The text.
    public var pattern: String
    /// The rows in display order.
    public var selection: RowSelection?
    /// The starting point in that order; nil: count all matches instead.
    public var from: (row: Int, column: Int)?
    /// Whether to search upwards.
    public var isBackward: Bool
}

/// An export of a result.
public struct ExportRequest: Sendable {
    /// The rows in display order; nil: all in the order of arrival.
    public var selection: RowSelection?
    /// The positions of the rows.
    public var rows: Range<Int>?
    /// Column indices of the result; nil: all.
    public var columns: [Int]?
    /// The name of the format.
    public var format: String
    /// The target file.
    public var path = ""
    /// The table name for INSERT.
    public var table = "result"
}
