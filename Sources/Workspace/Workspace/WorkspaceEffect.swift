public import Catalog
public import Results
public import SQLCore
import ScreenKit

/// What a session wants done outside.
public enum WorkspaceEffect: Sendable {
    /// Log in, with a token that is good; and restore what the session had set.
    case connect
    /// Log in again; the session that is there stays until the new one is open.
    case relogin
    /// Break the connection: the server does not answer.
    case abort
    /// Run a text under a number.
    case run(Int, StatementOrder)
    /// Run what a command asks of the catalogue, and answer with one sheet.
    case show(Int, CatalogQuery)
    /// The same for relations that have to be found first.
    case describe(Int, DescribeQuery)
    /// Ask for a plan, and answer with one sheet.
    case explain(Int, PlanRequest)
    /// Tell the columns that a statement would return.
    case describeResult(Int, [UInt8])
    /// Fetch a definition into the text.
    case editDefinition(Int, CatalogQuery)
    /// Move rows between a file and the server.
    case copy(Int, CopyCommand)
    /// End the session, and begin another in a database.
    case use(database: String?)
    /// Ask the server to end what runs.
    case cancel
    /// Ask where one is, and what was set.
    case askFacts
    /// Ask how long the transaction is open, without disturbing it.
    case askTransactionAge(session: UInt64)
    /// Look names up.
    case lookUp([SchemaNeed])
    /// Ask what the browser wants to know.
    case browse([BrowserNeed])
    /// Arrange rows.
    case arrange(result: Int, job: Int, ResultStore, Arrangement)
    /// Search.
    case search(result: Int, job: Int, ResultStore, SearchRequest)
    /// End a job.
    case endJob(Int)
    /// Write rows to a file.
    case export(job: Int, ResultStore, ExportRequest)
    /// Write a result that is text to a file that is not there yet, as it is.
    case exportText(job: Int, String, lines: Int, path: String)
    /// Append rows to a file, when all of them have come.
    case output(ResultStore, path: String, isExpanded: Bool)
    /// Copy rows, or a text.
    case copyRows(ResultStore, ExportRequest)
    /// Copy a text.
    case copyText(String)
    /// Keep a statement in the history.
    case remember(String)
    /// Ask for the statements that were run last on the cluster.
    case listRecent
    /// Look something up in the history.
    case searchHistory(String, isGlobal: Bool)
    /// Keep the draft.
    case keepDraft(String)
    /// List saved queries.
    case listSaved
    /// Fetch one.
    case fetchSaved(String)
    /// Save one.
    case save(name: String, text: String)
    /// Edit a text in `$EDITOR`.
    case editExternally(String, cursorLine: Int)
    /// Edit a file in `$EDITOR`; its text comes back.
    case editFile(String)
    /// Write a text to a file.
    case writeFile(String, [UInt8])
    /// Write what was run on the cluster to a file.
    case writeHistory(String)
    /// Read a script, to be run under a number.
    case include(Int, path: String)
    /// Open a session as another user.
    case openAs(user: String)
    /// Open another session on the same cluster.
    case openAnother
    /// Draw everything anew.
    case redraw
    /// Stop, as Ctrl-Z does.
    case stop
    /// Show the deck; nil: the next tab.
    case showDeck
    /// Show the next tab.
    case nextTab
    /// Close the session.
    case close
}

/// How rows are to be arranged: narrowed down, then sorted.
public struct Arrangement: Sendable, Equatable {
    /// What rows have to have, all of it.
    public var filters: [FilterRequest]
    /// A column by the server's count.
    public var sorting: (column: Int, isDescending: Bool)?

    init(filters: [FilterRequest], sorting: (column: Int, isDescending: Bool)?) {
        (self.filters, self.sorting) = (filters, sorting)
    }

    /// Whether two are the same.
    public static func == (left: Arrangement, right: Arrangement) -> Bool {
        left.filters == right.filters && left.sorting?.column == right.sorting?.column
            && left.sorting?.isDescending == right.sorting?.isDescending
    }
}

/// What is searched in a result, and from where.
public struct SearchRequest: Sendable {
    /// The text.
    public var pattern: String
    /// Rows in the order that is shown.
    public var selection: RowSelection?
    /// Where to begin, in that order; nil: count all instead.
    public var from: (row: Int, column: Int)?
    /// Whether to go up.
    public var isBackward: Bool
}

/// What is to be written of a result, and how.
public struct ExportRequest: Sendable {
    /// Rows in the order that is shown; nil: all of them as they came.
    public var selection: RowSelection?
    /// Which of those.
    public var rows: Range<Int>?
    /// Columns by the server's count; nil: all.
    public var columns: [Int]?
    /// The format, by name.
    public var format: String
    /// Where to.
    public var path = ""
    /// What INSERT names.
    public var table = "result"
}
