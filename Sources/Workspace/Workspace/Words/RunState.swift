import Catalog
public import Failures
public import SQLCore
public import ScreenKit

/// Something that is to be run.
public struct StatementOrder: Sendable, Equatable {
    /// What the server is sent.
    public var text: [UInt8]
    /// Where it stands in the editor's text, in bytes.
    public var place: Range<Int>?
    /// The line that it begins in, counted from 1.
    public var line = 1
    /// The script that it stands in, with its line: `check.sql:12`.
    public var origin: String?
    /// A file that its rows go to.
    public var outputPath: String?
    /// What is sent instead where the server has the procedure of Aurora and RDS for it, since KILL ends only the user's
    /// own sessions there.
    public var managedText: [UInt8]?
    /// The command that ends it, `\\gx`, which says what is done with it.
    public var ending: ScriptCommand?
    /// What belongs to a guarded run itself.
    public var role = Role.statement
    /// Where variables go in its text.
    var references: [VariableReference] = []
    /// What is done with its rows.
    public var use = ResultUse.shown(isExpanded: false)
    /// What a `COPY … FROM STDIN` reads: the lines below it.
    public var data: [UInt8]?
    /// What it was with the values of variables in it when it was asked about.
    var asked: [UInt8]?
    /// Variables that it means and that there are none of.
    var missing: [String] = []
    /// The plan that it asks for; its rows are read as one.
    var plan: PlanRequest?
    /// What it became of, if variables were put in.
    var source: ExpandedStatement?

    /// Whether its rows are shown one below the other.
    public var isExpanded: Bool { use == .shown(isExpanded: true) }

    /// What a statement is there for.
    public enum Role: Sendable, Equatable {
        /// A user wrote it.
        case statement
        /// It begins, ends or gives up the transaction of a guarded run.
        case begin, commit, rollback
    }

    /// A statement.
    public init(text: [UInt8], place: Range<Int>? = nil) {
        self.text = text
        self.place = place
    }
}

/// What runs.
public struct RunState: Sendable {
    /// Which one it is: what comes for others is no longer of interest.
    public let number: Int
    /// What runs now.
    public var order: StatementOrder?
    /// What follows: a slice, for the first of very many is taken off again and again.
    public var waiting: ArraySlice<Step>
    /// When it began.
    public let startedAt: Moment
    /// When the server was asked to end it.
    public var cancelledAt: Moment?
    /// How often that was asked.
    public var cancels = 0
    /// The result that rows go to now.
    public var result: Int?
    /// Whether the server has refused something of it.
    public var hasFailed = false
    /// Whether COMMIT is asked about at its end.
    public var isGuarded = false
    /// What the server remarked on the statement that runs.
    public var remarks = Newest<ServerMessage>.notices
    /// How many results with rows the statement that runs has brought.
    public var tables = 0
    /// Why no more rows were taken: the disk is full.
    public var broken: Failure?
    /// The result of the run before, which is shown until this one has something.
    public var replaces: Int?
    /// Whether it is run again and again.
    public var isWatched = false
    /// Rows that a guarded statement has touched.
    public var touched: UInt64 = 0
    /// What the statement that runs has made of its rows.
    var generated: [Step] = []

    init(number: Int, waiting: [Step], startedAt: Moment, isGuarded: Bool) {
        self.number = number
        self.waiting = waiting[...]
        self.startedAt = startedAt
        self.isGuarded = isGuarded
    }
}

extension RunState {
    /// What comes before all that waits.
    /// Leaves out the rest of the script that is open.
    mutating func leaveScript() {
        waiting = waiting.drop { $0 != .leave }
    }

    mutating func putFirst(_ steps: [Step]) {
        waiting = (steps + waiting)[...]
    }
}

/// Something that was typed while something else ran.
struct QueuedRun: Sendable {
    let steps: [Step]
    let isGuarded: Bool
}
