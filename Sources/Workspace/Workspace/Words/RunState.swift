import Catalog
public import Failures
public import SQLScript
public import SQLWire
public import ScreenKit

/// A statement to run.
public struct StatementOrder: Sendable, Equatable {
    /// The text for the server.
    public var text: [UInt8]
    /// Its range in the editor's text, in bytes.
    public var place: Range<Int>?
    /// Its first line, counted from 1.
    public var line = 1
    /// Its script and line: `check.sql:12`.
    public var origin: String?
    /// The output file of its rows.
    public var outputPath: String?
    /// The text to send instead if the server has the procedure of Aurora and RDS, because KILL ends only the user's
    /// own sessions there.
    public var managedText: [UInt8]?
    /// The command that ends it, such as `\\gx`, which determines the use of its result.
    public var ending: ScriptCommand?
    /// The role of the statement in a guarded run.
    public var role = Role.statement
    /// The references to variables in its text.
    var references: [VariableReference] = []
    /// The use of its rows.
    public var use = ResultUse.shown(isExpanded: false)
    /// The data of a `COPY … FROM STDIN`: the lines below it.
    public var data: [UInt8]?
    /// The text with substituted variables that the user confirmed.
    var asked: [UInt8]?
    /// Variables in the text that are not set.
    var missing: [String] = []
    /// The requested plan; the rows are parsed as one.
    var plan: PlanRequest?
    /// Its origin, if variables were substituted.
    var source: ExpandedStatement?
    /// The indices of the clusters on which it runs; nil for all of a session on several clusters.
    public internal(set) var clusters: [Int]?

    /// The change of a row that it makes.
    var change: RowChange?
    /// The result whose foreign key it follows.
    var follows: Int?

    /// Whether rows are shown with one line for each value.
    public var isExpanded: Bool { use == .shown(isExpanded: true) }

    /// The role of a statement.
    public enum Role: Sendable, Equatable {
        /// A statement of the user.
        case statement
        /// Begins, commits or rolls back the transaction of a guarded run.
        case begin, commit, rollback
        /// Reads the value back that a change of a row has stored.
        case readBack
    }

    public init(text: [UInt8], place: Range<Int>? = nil) {
        self.text = text
        self.place = place
    }
}

/// A run.
public struct RunState: Sendable {
    /// The run number: answers for other runs are dropped.
    public let number: Int
    /// The running statement.
    public var order: StatementOrder?
    /// The remaining steps; a slice, because the first one is removed very often.
    public var waiting: ArraySlice<Step>
    /// When the run began.
    public let startedAt: Moment
    /// When the server was asked to cancel it.
    public var cancelledAt: Moment?
    /// The number of cancel requests.
    public var cancels = 0
    /// The result that receives the rows.
    public var result: Int?
    /// Whether the server has rejected a statement.
    public var hasFailed = false
    /// Whether a COMMIT needs a confirmation at the end.
    public var isGuarded = false
    /// The notices on the running statement.
    public var remarks = Newest<ServerMessage>.notices
    /// The number of results with rows of the running statement.
    public var tables = 0
    /// The results of the running statement on several clusters: one for each set of columns.
    var grids: [Int] = []
    /// Why rows were no longer stored: for instance a full disk.
    public var broken: Failure?
    /// The result of the previous run, which stays visible until this one has a result.
    public var replaces: Int?
    /// Whether the run is a repetition of a watched statement.
    public var isWatched = false
    /// The number of rows that a guarded statement has changed.
    public var touched: UInt64 = 0
    /// The change of a row that the run makes.
    var change: RowChange?
    /// The dialog of that change, which opens again when the server rejects it.
    var dialog: RowDialog?
    /// Why a change of a row is rolled back without a question.
    var verdict: Failure?
    /// The steps that the running statement has generated.
    var generated: [Step] = []

    init(number: Int, waiting: [Step], startedAt: Moment, isGuarded: Bool) {
        self.number = number
        self.waiting = waiting[...]
        self.startedAt = startedAt
        self.isGuarded = isGuarded
    }
}

extension RunState {
    /// Skips the rest of the open script.
    mutating func leaveScript() {
        waiting = waiting.drop { $0 != .leave }
    }

    mutating func putFirst(_ steps: [Step]) {
        waiting = (steps + waiting)[...]
    }
}

/// A text typed during a run.
struct QueuedRun: Sendable {
    let steps: [Step]
    let isGuarded: Bool
}
