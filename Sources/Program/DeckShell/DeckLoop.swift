import AWSCredentials
import Activity
import CPlatform
import ClusterAccess
import Curses
import Deck
import DeckRuntime
import Failures
import Glibc
import Passwords
import Profiles
import ScreenKit
import Threads
import Timestamps
import TokenDelivery
import Workspace

/// The main thread of the deck. It waits for the terminal, other threads, signals and the next second, passes events to
/// `update`, and draws once for all events that arrived together.
final class DeckLoop {
    /// A message from another thread.
    enum Letter: Sendable {
        case event(AppEvent)
        /// A requested program, by its number, is ready to start.
        case ready(Int, RowID, HandOff)
        /// A session's mailbox has events.
        case mail(TabID)
        /// Samples have come.
        case activity
        /// A sequence for the terminal outside of the screen, with a message.
        case bytes([UInt8], remark: String)
        /// A sequence for the terminal, without a message.
        case quietBytes([UInt8])
        /// A late result of a disk or file server, to be handled on the main thread.
        case late(@Sendable (DeckLoop) -> Void)
    }

    let session: Session
    let terminal: CursesTerminal
    let looks: DeckLook
    let signals: Int32
    /// The descriptor of signals that end the program.
    let endings: Int32
    let errors: StandardError
    /// Raised while there are letters.
    let arrival = WakeSignal()
    let mailbox: Mailbox<Letter>
    let store: CredentialStore
    /// The standard passwords, in memory until the deck ends.
    let passwords: PasswordStore
    /// Records signed tokens and opened sessions.
    let audit: AuditWriter
    let questions: DeckInteraction
    let runtime: EffectRunner
    /// The known way to the terminal's clipboard.
    let clipboardWay: Locked<ClipboardWay>
    var state: DeckState
    var look: Look
    /// The number of theme requests so far.
    var themeRequests = 0
    var running: Running?
    var prepared: (opening: Int, row: RowID, handOff: HandOff)?
    /// Cancels searches for credentials; raised for one second after the user cancelled.
    let cancel = WakeSignal()
    var gaveUpAt: Int64 = 0
    var exitCode: Int32?
    /// Whether the program must end quickly: a signal arrived, or the terminal is gone.
    var isHurried = false
    var wipesAt: Clipboard?
    var tabs: SessionTabs?
    /// The screen of activity, which covers the deck and the sessions while it is there.
    var activity: ActivityTab?
    /// What `top` shows as soon as the clusters are read.
    var firstActivity: TopRequest?
    /// The local sockets for other programs.
    let proxies = DeckProxies()
    /// The second of the last tick, on the wall clock.
    var lastTick: Int64 = 0
    /// The number of inputs, and that number when the user was last warned about losses.
    var inputs = 0
    var warnedAt: Int?
    var warnings = 0
    /// The receiver of keys when the screen was last drawn.
    var drawn = KeyTaker()
    /// When the screen was last drawn during a paste, in nanoseconds of the monotonic clock.
    var pasteDrawnAt: Int64 = 0
    /// The clusters whose server has not confirmed the end of the running statement.
    var unanswered: [String] = []

    /// A program that uses the terminal.
    struct Running {
        let row: RowID
        let job: ForegroundJob
        let handOff: HandOff?
        /// The session whose text is being edited, and its file.
        var editing: (TabID, EditedText)?
        /// Whether the profile file is being edited or written.
        var isProfile = false
        /// The program whose last output the user must be able to read before the deck covers it.
        var read: String?
        /// Whether the user reads it only if the program failed.
        var readsFailure = false
        /// Its exit code, while the user reads its last output.
        var code: Int32?
    }

    /// The receiver of the next key, as far as a key for another one could do harm.
    struct KeyTaker: Equatable {
        var question: String?
        var closings = 0
        var warnings = 0
    }

    var keyTaker: KeyTaker {
        KeyTaker(
            question: state.asking ?? activity?.state.asking ?? tabs?.asking, closings: tabs?.closings ?? 0,
            warnings: warnings)
    }

    init(
        _ session: Session, _ terminal: CursesTerminal, _ looks: DeckLook, signals: Int32, endings: Int32,
        errors: StandardError
    ) {
        self.session = session
        self.terminal = terminal
        self.looks = looks
        self.signals = signals
        self.endings = endings
        self.errors = errors
        let arrival = arrival
        let mailbox = Mailbox<Letter>(absorb: { $0.absorb($1) }, wake: { arrival.raise() })
        self.mailbox = mailbox
        questions = DeckInteraction { event in
            // A program may write any number of lines, so its sender waits while the mailbox is full.
            if case .said = event { mailbox.sendInTurn(.event(event)) } else { mailbox.send(.event(event)) }
        }
        store = CredentialStore(
            session.environment, services: CredentialServices(interaction: questions, cancel: cancel))
        let store = store
        session.credentials.withLock { $0 = store }
        let questions = questions
        var services = PasswordServices(
            session, store, ask: { request throws(Failure) in try questions.password(for: request) },
            tell: { mailbox.sendInTurn(.event(.said(Message(.info, $0, at: DeckClock.now)))) })
        services.fetched = { request in
            mailbox.send(
                .event(.fetchedPassword(cluster: request.cluster.name, user: request.user, DeckClock.now)))
        }
        passwords = PasswordStore(services)
        let audit = AuditWriter(session) { failure in
            let text = "the audit is not written: \(failure.why ?? failure.what)"
            mailbox.send(.event(.said(Message(.warning, text, at: DeckClock.now))))
        }
        self.audit = audit
        runtime = EffectRunner(DeckServices.make(session, store, audit)) { mailbox.send(.event($0)) }
        state = DeckState(size: terminal.size, now: DeckClock.now)
        look = looks.look("default").0
        let clipboardWay = Locked(ClipboardWay(session.environment.variables))
        self.clipboardWay = clipboardWay
        let factory = TabFactory(session, store, passwords, runtime, audit) {
            TerminalClipboard.copy($0, clipboardWay.withLock { $0 }) { mailbox.send(.quietBytes($0)) }
        }
        tabs = SessionTabs(
            factory, wake: { mailbox.send(.mail($0)) },
            onTerminal: { [weak self] id, effect in self?.perform(effect, for: id) })
    }

    /// Runs until the user quits. Returns the exit code.
    func run(_ settings: DeckSettings, greeting: String?, top: TopRequest? = nil) -> Int32 {
        firstActivity = top
        state.formats = TokenFormat.names
        state.settingsPath = session.settingsPath
        for engine in Engine.allCases { state.unfitFormats[engine] = TokenFormat.unfitNames(for: engine) }
        state.profilePath = session.environment.path(session.profilePath)
        state.profileForAll = session.options.awsProfile
        state.userForAll = session.options.user
        take(.settings(settings, DeckClock.now))
        useTheme(settings.theme)
        let stamps = stampsOfFiles()
        loadProfiles()
        if let greeting { take(.said(Message(.info, greeting, at: DeckClock.now))) }
        draw()
        // The first screen is visible: the rest may take time.
        lookAround()
        askForClipboard()
        watchFiles(since: stamps)
        take(.tick(DeckClock.now))
        while exitCode == nil { wait() }
        leave()
        return exitCode ?? 0
    }

    /// Runs work that a disk or a file server may delay; its result is used at once, or when it arrives.
    func promptly<Value: Sendable>(
        within milliseconds: Int32 = 100, _ work: @escaping @Sendable () -> Value,
        then use: @escaping @Sendable (DeckLoop, Value) -> Void
    ) {
        let mailbox = mailbox
        let value = PromptWork.value(within: milliseconds, work) { value in
            mailbox.send(.late { use($0, value) })
        }
        if let value { use(self, value) }
    }

    func loadProfiles() {
        let session = session
        promptly(within: 500) {
            DeckServices.profiles(session)
        } then: {
            $0.take(.profiles($1, DeckClock.now))
        }
    }

    /// Starts the work that is not necessary for the first screen.
    func lookAround() {
        let (looks, session) = (looks, session)
        promptly {
            looks.names
        } then: {
            $0.state.themes = $1
        }
        promptly {
            Engine.allCases.map { ($0, HandOff.client($0, session.environment.variables)) }
        } then: { loop, clients in
            for (engine, name) in clients { loop.state.clients[engine] = name }
        }
        runtime.inBackground { StaleFiles.remove(records: session.clipboardRecords, now: session.now) }
    }

    func wait() {
        let input: Int32 = running == nil || running?.code != nil ? STDIN_FILENO : -1
        var waits = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: arrival.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
            pollfd(fd: endings, events: Int16(POLLIN), revents: 0),
        ]
        let patience = running == nil ? terminal.patience ?? .max : .max
        let (settling, second) = (state.settlesIn ?? .max, DeckClock.untilNextSecond)
        let drafts = tabs?.draftsDueIn(DeckClock.now) ?? .max
        let ready = poll(&waits, nfds_t(waits.count), min(settling, second, patience, drafts))
        tabs?.keepDrafts(DeckClock.now)
        if waits[2].revents != 0 { takeSignals() }
        if waits[3].revents != 0 { takeEndings() }
        // The clock continues, however many events arrive.
        let now = DeckClock.now
        if now.wall / 1_000_000_000 != lastTick {
            tick(now)
        } else if ready == 0, settling <= drafts {
            take(.settled(now))
        }
        if waits[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
            // The terminal was closed. There may be no signal, because a program in the foreground received it.
            isHurried = true
            exitCode = ExitStatus.interrupted.rawValue
        } else if waits[0].revents != 0 || running == nil && terminal.patience == 1 {
            takeInput()
        }
        if waits[1].revents != 0, exitCode == nil { takeLetters() }
        startWhenAtRest()
        if running == nil, exitCode == nil { draw() }
    }

    func tick(_ now: Moment) {
        lastTick = now.wall / 1_000_000_000
        take(.tick(now))
        let (session, store) = (session, store)
        tabs?.followAccess { cluster in
            let state = store.state(of: DeckServices.identity(session, cluster))
            return state.problem == nil ? state.held?.access : state.held?.access?.fixed
        }
        tabs?.takeAll(.tick(now))
        perform(activity?.take(.tick(now)) ?? [])
        tellProxies()
        if now.uptime - gaveUpAt > 1_000_000_000 { cancel.lower() }
        if state.clipboard != nil { runtime.lookAtClipboard() }
        let mailbox = mailbox
        store.renewAhead { _ in mailbox.send(.event(.awsFilesChanged(DeckClock.now))) }
    }

    /// Handles letters, but leaves time for keys, the clock and the screen; the rest comes in the next turn.
    func takeLetters() {
        arrival.lower()
        let end = DeckClock.now.uptime + Self.longestTurn
        // A letter may add another one: handle only those that exist now.
        for _ in 0..<max(1, min(64, mailbox.count)) {
            guard let letter = mailbox.fetch(1).first else { return }
            open(letter, until: end)
            if exitCode != nil || running != nil || DeckClock.now.uptime >= end { break }
        }
        if mailbox.count > 0 { arrival.raise() }
    }

    /// The maximum time for letters in one turn, in nanoseconds.
    static let longestTurn: Int64 = 10_000_000

    func takeInput() {
        guard running == nil else {
            // A key after a program's last output: the deck returns.
            if !KeyWait.end() { exitCode = ExitStatus.interrupted.rawValue }
            comeBack()
            return
        }
        let now = DeckClock.now
        for input in terminal.read() {
            // Keys typed before a question was visible are not its answer, and keys for a closed session are not for
            // the deck.
            if keyTaker != drawn { return forgetTyped() }
            inputs += 1
            take(input, now)
            if running != nil || exitCode != nil { return }
        }
    }

    func forgetTyped() {
        draw()
        terminal.forgetTyped()
    }

    func takeSignals() {
        while true {
            let number = qd_signals_read(signals)
            switch number {
            case 0: return
            case SIGWINCH: resize()
            case SIGCHLD: followChild()
            case SIGTSTP: if running == nil { stop() }
            case SIGCONT: if running == nil { terminal.redraw() }
            default: break
            }
        }
    }

    func takeEndings() {
        while true {
            let number = qd_endings_read(endings)
            switch number {
            case 0: return
            // Ctrl-C while the user reads a program's last output.
            case SIGINT where running?.code != nil: qd_endings_calm()
            default:
                if running?.code == nil { running?.job.end(with: number) }
                isHurried = true
                let isUsual = [SIGINT, SIGTERM, SIGHUP].contains(number)
                exitCode = isUsual ? ExitStatus.interrupted.rawValue : 128 + number
            }
        }
    }

    func open(_ letter: Letter, until end: Int64) {
        switch letter {
        case .event(let event): take(event)
        case .ready(let opening, let row, let handOff):
            prepared?.handOff.finish()
            prepared = (opening, row, handOff)
        case .mail(let id):
            tabs?.takeMail(id, until: end)
            tellSessions()
        case .activity: activity?.takeMail(until: end)
        case .quietBytes(let bytes): terminal.send(bytes)
        case .late(let work): work(self)
        case .bytes(let bytes, let remark): send(bytes, remark)
        }
    }
}

extension DeckLoop.Letter {
    /// Merges the next letter into this one if both have the same kind. Returns false otherwise.
    mutating func absorb(_ next: DeckLoop.Letter) -> Bool {
        switch (self, next) {
        case (.mail(let id), .mail(let other)): return id == other
        case (.activity, .activity): return true
        case (.event(.refused(let row, _, _)), .event(.refused(let other, _, _))) where row == other: self = next
        case (.event(.awsFilesChanged), .event(.awsFilesChanged)), (.event(.profiles), .event(.profiles)),
            (.event(.settings), .event(.settings)):
            self = next
        default: return false
        }
        return true
    }
}
