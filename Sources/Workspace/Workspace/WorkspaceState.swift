import Catalog
public import Editing
import SQLCore
import SQLText
public import ScreenKit
public import TerminalUI

/// All that a session is at a moment, as far as it is seen. Changed by `update` alone.
public struct WorkspaceState: Sendable {
    /// Which one it is.
    public let id: TabID
    /// Where it is.
    public let place: SessionPlace
    /// The screen's size.
    public internal(set) var size: Size
    /// The moment of the last event.
    public internal(set) var now: Moment
    /// The settings in use.
    public internal(set) var settings = WorkspaceSettings()
    /// The keys in use.
    public internal(set) var keymap = KeyTable<SQLAction>()

    /// How the session stands.
    public internal(set) var phase: SessionPhase
    /// The token that the next login would use.
    public internal(set) var token: TokenFacts?
    /// When the next login is tried by itself; on the clock that nobody sets.
    var retryAt: Int64?
    /// Logins that failed since the session was lost.
    var failedLogins = 0
    /// What the server said before the session was lost.
    var serverBefore: ServerFacts?
    /// Whether a session was there before.
    var wasOpen = false

    /// The text.
    public internal(set) var editor: Editor
    /// What is known of the text without reading it again.
    var text = TextFacts()
    /// The line of the text that is shown first, and columns scrolled to the right.
    var editorTop = 0
    var editorLeft = 0
    /// The draft that was kept last, as the editor's revision.
    var keptRevision = 0
    /// When what was typed since the last draft is to be kept, on the monotonic clock in nanoseconds; nil when it is.
    public internal(set) var draftDueAt: Int64?
    /// Where in the text the server found something wrong.
    var fault: TextPosition?
    /// Names to choose from while one is typed.
    public internal(set) var popup: CompletionPopup?
    /// What is known of the schema.
    var names = SchemaNames()
    /// What was asked about it already.
    var askedNames: Set<SchemaNeed> = []
    /// What was asked and not answered yet.
    var awaitedNames: Set<SchemaNeed> = []
    /// How often names and keywords were used lately.
    var uses: [String: Int] = [:]
    /// Why it cannot be asked.
    var namesFailure: String?
    /// The tree of what is in the server, as it was left.
    var browser: SchemaBrowser?
    /// A place in the history while it is walked through: how many back, and what was typed before.
    var walk: (index: Int, typed: String, lines: [HistoryLine])?

    /// Which pane has the keys.
    public internal(set) var focus = Focus.editor
    /// Whether it has all the room.
    public internal(set) var isZoomed = false
    /// Lines for the text, if somebody wished for a number.
    var requestedLines: Int?

    /// What runs.
    public internal(set) var run: RunState?
    var lastRun = 0
    /// Whether steps are being taken now, and whether the one that was taken is done.
    var isStepping = false
    var goesOn = false
    /// What was typed while something ran, and comes next.
    var queue: [QueuedRun] = []
    /// What is in the session that a new one will not have.
    var belongings = SessionBelongings()
    /// The database that is being gone to; empty for the same one.
    var goesTo: String?
    /// The text that tells of logins that failed since the session was lost.
    var loginResult: Int?
    /// The session that stays if logging in again fails.
    var keptFacts: SessionFacts?
    /// The statement that was run last, for commands that mean it.
    var last: StatementOrder?
    /// What the commands in what is run have set: psql's variables, conditions, restricted mode.
    var script: ScriptMachine
    /// Whether something was run that may have changed the session's settings.
    var mayHaveSet = false
    /// Whether a statement has set something in the session.
    var hasSettings = false
    /// Whether the open transaction has defined something that others do not see yet.
    var hasDefined = false
    /// What the server refused last.
    var lastError: ServerMessage?
    /// What is run again and again.
    var watch: Watch?
    /// The results that are kept, the newest last.
    public internal(set) var results: [ResultItem] = []
    /// The one that is shown, as an index.
    public internal(set) var current: Int?
    var lastResult = 0
    /// Whether rows are shown one below the other.
    public internal(set) var isExpanded = false
    /// Whether times are told.
    public internal(set) var showsTiming = true
    /// Where results go instead of the screen.
    var outputPath: String?
    /// Results that are to be written.
    var outputs: [WorkspaceEffect] = []

    /// What is open above both panes.
    public internal(set) var overlay: SQLOverlay?
    /// Everything that was said.
    public internal(set) var log = SessionLog()
    /// What was said just now.
    public internal(set) var messages = MessageLog()
    /// What goes on in the background.
    var jobs: [Int: Job] = [:]
    var lastJob = 0
    /// Whether the text is what a session before has left, which is told once.
    var hasFoundText = false
    /// Whether it is to be closed.
    public internal(set) var isClosing = false

    /// A session that is about to be opened.
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

    /// The dialog that asks something; a key that was typed before it is shown is no answer.
    public var asking: String? { overlay?.asking }

    /// The result that is shown.
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

    /// What would be gone with the session, in a few words each.
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

    /// Whether a file is being written, which would not be complete.
    public var isExporting: Bool { jobs.values.contains(where: \.isExport) }

    /// The rules of the text, by what the server said last.
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

    /// Changes the result that is shown.
    mutating func changeItem(_ body: (inout ResultItem) -> Void) {
        guard let current, results.indices.contains(current) else { return }
        body(&results[current])
    }

    /// Changes a result by its number, if it is still kept.
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

/// Something in the background.
struct Job: Sendable {
    let what: String
    let since: Moment
    var done = 0
    var total = 0
    /// Rows that were there when it began.
    var rows = 0
    /// Whether it writes a file.
    var isExport = false
    /// What has to be said of it at its end.
    var note: String?
    /// Whether it searches upwards.
    var isBackward = false
    /// The result that it arranges, and how.
    var arranging: (result: Int, request: Arrangement)?
}

/// A statement that is run again and again.
struct Watch: Sendable {
    var steps: [Step]
    var seconds: Double
    /// The most times it is run; nil for no end.
    var limit: Int?
    var nextAt: Int64
    var times = 0
}
