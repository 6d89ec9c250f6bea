import Catalog
public import Editing
public import ResultDelivery
import SQLScript
import SQLText
import SQLWire
public import ScreenKit
public import TerminalUI
public import Timestamps

/// The visible state of a session. Only `update` changes it.
public struct WorkspaceState: Sendable {
    public let id: TabID
    /// The cluster and the user.
    public let place: SessionPlace
    public internal(set) var size: Size
    /// The time of the last event.
    public internal(set) var now: Moment
    /// The settings in use.
    public internal(set) var settings = WorkspaceSettings()
    /// The keys in use.
    public internal(set) var keymap = KeyTable<SQLAction>()

    /// The phase of the session.
    public internal(set) var phase: SessionPhase
    /// The token for the next login.
    public internal(set) var token: TokenFacts?
    /// Time of the next automatic reconnect, on the monotonic clock.
    var retryAt: Int64?
    /// Whether the login waits for the cluster's tunnel.
    var isOpeningTunnel = false
    /// The number of failed logins since the session was lost.
    var failedLogins = 0
    /// The server's facts before the session was lost.
    var serverBefore: ServerFacts?
    /// Whether a session was open before.
    var wasOpen = false

    /// The editor.
    public internal(set) var editor: Editor
    /// Cached facts about the text.
    var text = TextFacts()
    /// The first visible line of the text.
    var editorTop = 0
    var editorLeft = 0
    /// The editor's revision in the last saved draft.
    var keptRevision = 0
    /// When to save the draft, in nanoseconds of the monotonic clock; nil when it is saved.
    public internal(set) var draftDueAt: Int64?
    /// The position of the server's last syntax error in the text.
    var fault: TextPosition?
    /// The completion list.
    public internal(set) var popup: CompletionPopup?
    /// The known names of the schema.
    var names = SchemaNames()
    /// The needs that were already queried.
    var askedNames: Set<SchemaNeed> = []
    /// The queried needs without an answer yet.
    var awaitedNames: Set<SchemaNeed> = []
    /// The number of recent uses of names and keywords.
    var uses: [String: Int] = [:]
    /// Until when the person's access to AWS lasts, and the minutes of the last warning about its end.
    public internal(set) var access: AccessWindow?
    var accessWarning: Int?
    /// Why names cannot be queried.
    var namesFailure: String?
    /// The schema browser as the user left it.
    var browser: SchemaBrowser?
    /// The position while the user walks through the history: its index, and the text typed before.
    var walk: (index: Int, typed: String, lines: [HistoryLine])?

    /// The focused pane.
    public internal(set) var focus = Focus.editor
    /// Whether that pane fills the screen.
    public internal(set) var isZoomed = false
    /// The number of lines for the text, if the user chose one.
    var requestedLines: Int?

    /// The current run.
    public internal(set) var run: RunState?
    var lastRun = 0
    /// Whether `next` is executing steps, and whether the last step is done.
    var isStepping = false
    var goesOn = false
    /// Statements typed during a run; they run next.
    var queue: [QueuedRun] = []
    /// Objects of the session that a new session will lack.
    var belongings = SessionBelongings()
    /// The database of a running `use`; empty for the same one.
    var goesTo: String?
    /// The result that shows failed logins since the session was lost.
    var loginResult: Int?
    /// The session that stays if a new login fails.
    var keptFacts: SessionFacts?
    /// The last statement, for commands that use it.
    var last: StatementOrder?
    /// The script machine: psql's variables, conditions, restricted mode.
    var script: ScriptMachine
    /// Whether a statement has run that may have changed the session's settings.
    var mayHaveSet = false
    /// Whether a statement has set something in the session.
    var hasSettings = false
    /// Whether the open transaction contains definitions that other sessions do not see yet.
    var hasDefined = false
    /// The server's last error.
    var lastError: ServerMessage?
    /// The repeated statement.
    var watch: Watch?
    /// The progress of the last statement on several clusters, in their order; empty on a single cluster.
    public internal(set) var clusters: [ClusterProgress] = []
    /// When that progress was reported.
    var clustersAt: Moment?
    /// The clusters to which a cancel request was sent.
    var cancelledClusters: Set<Int> = []
    /// The index of the cluster under the cursor.
    public internal(set) var clusterLine = 0
    /// The kept results, the newest last.
    public internal(set) var results: [ResultItem] = []
    /// The index of the visible result.
    public internal(set) var current: Int?
    var lastResult = 0
    /// Incremented when the session goes to another database.
    var databaseNumber = 0
    /// The last request for the facts about a table.
    var lastTableRequest = 0
    /// The cell whose foreign keys are being looked up.
    var following: RowPlace?
    /// Whether rows are shown with one line for each value.
    public internal(set) var isExpanded = false
    /// Whether times are shown.
    public internal(set) var showsTiming = true
    /// The file to which results go instead of the screen.
    var outputPath: String?
    /// Results to be written.
    var outputs: [WorkspaceEffect] = []

    /// The dialog above both panes.
    public internal(set) var overlay: SQLOverlay?
    /// All messages.
    public internal(set) var log = SessionLog()
    /// The recent messages.
    public internal(set) var messages = MessageLog()
    /// The background jobs.
    var jobs: [Int: Job] = [:]
    var lastJob = 0
    /// Whether the text was left by an earlier session, which is reported once.
    var hasFoundText = false
    /// Whether the session is about to close.
    public internal(set) var isClosing = false

    /// A session that will be opened.
    public init(id: TabID, place: SessionPlace, size: Size, now: Moment, draft: String = "") {
        self.id = id
        self.place = place
        self.size = size
        self.now = now
        phase = .connecting(since: now)
        script = ScriptMachine(dialect: place.dialect)
        editor = Editor(draft)
        editor.moveCursor(to: editor.buffer.end)
        text.typedFrom = draft.utf8.count
        hasFoundText = !draft.isEmpty
    }

    /// The id of the open dialog; keys typed before it was visible are not answers to it.
    public var asking: String? { overlay?.asking }

    /// The visible result.
    public var item: ResultItem? {
        guard let current, results.indices.contains(current) else { return nil }
        return results[current]
    }

    /// psql's variables.
    var variables: ScriptVariables {
        get { script.variables }
        set { script.variables = newValue }
    }

    /// Whether a transaction is open, which would be lost with the session.
    public var hasTransaction: Bool { (phase.facts?.state.transaction ?? .none) != .none }

    /// What would be lost with the session, in a few words each.
    public var losses: [String] {
        var words: [String] = []
        if hasTransaction { words.append("an open transaction") }
        if run != nil { words.append("a running statement") }
        if isExporting { words.append("a file that is being written") }
        if !belongings.isEmpty { words.append(belongings.words) }
        if hasSettings { words.append("settings") }
        let tables = results.count { $0.store != nil }
        if tables > 0 { words.append(Count.of(tables, "result")) }
        return words
    }

    /// Whether a file is being written, which would stay incomplete.
    public var isExporting: Bool { jobs.values.contains(where: \.isExport) }

    /// The lexical rules of the text, from the server's last answer.
    var rules: LexRules {
        LexRules(
            dialect: place.dialect,
            hasBackslashEscapes: phase.facts?.state.hasBackslashEscapes ?? (place.dialect == .mysql),
            hasWorkspaceCommands: true)
    }

    mutating func say(_ kind: Message.Kind, _ text: String) {
        messages.add(Message(kind, text, at: now))
        log.add(LogLine(at: now, kind: kind, text: text))
    }

    /// Changes the visible result.
    mutating func changeItem(_ body: (inout ResultItem) -> Void) {
        guard let current, results.indices.contains(current) else { return }
        body(&results[current])
    }

    /// Changes a result by its number, if it still exists.
    mutating func changeItem(_ number: Int, _ body: (inout ResultItem) -> Void) {
        guard let index = results.firstIndex(where: { $0.number == number }) else { return }
        body(&results[index])
    }

    mutating func newJob(_ what: String) -> Int {
        lastJob += 1
        jobs[lastJob] = Job(what: what, since: now)
        return lastJob
    }
}

/// A background job.
struct Job: Sendable {
    let what: String
    let since: Moment
    var done = 0
    var total = 0
    /// The number of rows when it began.
    var rows = 0
    /// Whether it writes a file.
    var isExport = false
    /// A remark for its end message.
    var note: String?
    /// Whether it searches upwards.
    var isBackward = false
    /// The result that it arranges, and how.
    var arranging: (result: Int, request: Arrangement)?
}

/// A repeated statement.
struct Watch: Sendable {
    var steps: [Step]
    var seconds: Double
    /// The maximum number of runs; nil for no limit.
    var limit: Int?
    var nextAt: Int64
    var times = 0
}
