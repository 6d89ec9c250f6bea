import AWSCredentials
import Activity
import CPlatform
import Curses
import Deck
import DeckRuntime
import Failures
import Glibc
import LocalFiles
import Profiles
import ScreenKit
import Secrets
import TerminalUI
import Threads
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

    private let session: Session
    private let terminal: CursesTerminal
    private let looks: DeckLook
    private let signals: Int32
    /// The descriptor of signals that end the program.
    private let endings: Int32
    private let errors: StandardError
    /// Raised while there are letters.
    private let arrival = WakeSignal()
    private let mailbox: Mailbox<Letter>
    private let store: CredentialStore
    /// Records signed tokens and opened sessions.
    let audit: AuditWriter
    private let questions: DeckInteraction
    private let runtime: EffectRunner
    /// The known way to the terminal's clipboard.
    private let clipboardWay: Locked<ClipboardWay>
    private var state: DeckState
    private var look: Look
    /// The number of theme requests so far.
    private var themeRequests = 0
    private var running: Running?
    private var prepared: (opening: Int, row: RowID, handOff: HandOff)?
    /// Cancels searches for credentials; raised for one second after the user cancelled.
    private let cancel = WakeSignal()
    private var gaveUpAt: Int64 = 0
    private var exitCode: Int32?
    /// Whether the program must end quickly: a signal arrived, or the terminal is gone.
    private var isHurried = false
    private var wipesAt: Clipboard?
    private var tabs: SessionTabs?
    /// The screen of activity, which covers the deck and the sessions while it is there.
    private var activity: ActivityTab?
    /// What `top` shows as soon as the clusters are read.
    private var firstActivity: TopRequest?
    /// The local sockets for other programs.
    private let proxies = DeckProxies()
    /// The second of the last tick, on the wall clock.
    private var lastTick: Int64 = 0
    /// The number of inputs, and that number when the user was last warned about losses.
    private var inputs = 0
    private var warnedAt: Int?
    private var warnings = 0
    /// The receiver of keys when the screen was last drawn.
    private var drawn = KeyTaker()
    /// The clusters whose server has not confirmed the end of the running statement.
    private(set) var unanswered: [String] = []

    /// A program that uses the terminal.
    private struct Running {
        let row: RowID
        let job: ForegroundJob
        let handOff: HandOff?
        /// The session whose text is being edited, and its file.
        var editing: (TabID, EditedText)?
        /// Whether the profile file is being edited.
        var isProfile = false
        /// Its exit code, while the user reads its last output.
        var code: Int32?
    }

    /// The receiver of the next key, as far as a key for another one could do harm.
    private struct KeyTaker: Equatable {
        var question: String?
        var closings = 0
        var warnings = 0
    }

    private var keyTaker: KeyTaker {
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
        let factory = TabFactory(session, store, runtime, audit) {
            TerminalClipboard.copy($0, clipboardWay.withLock { $0 }) { mailbox.send(.quietBytes($0)) }
        }
        tabs = SessionTabs(
            factory, wake: { mailbox.send(.mail($0)) },
            onScreen: { [weak self] id, effect in self?.perform(effect, for: id) })
    }

    /// Runs until the user quits. Returns the exit code.
    func run(_ settings: DeckSettings, greeting: String?, top: TopRequest? = nil) -> Int32 {
        firstActivity = top
        state.formats = TokenFormat.names
        state.settingsPath = session.settingsPath
        for engine in Engine.allCases { state.unfitFormats[engine] = TokenFormat.unfitNames(for: engine) }
        state.profilePath = session.environment.path(session.profilePath)
        state.profileForAll = session.options.awsProfile
        take(.settings(settings, DeckClock.now))
        useTheme(settings.theme)
        loadProfiles()
        if let greeting { take(.said(Message(.info, greeting, at: DeckClock.now))) }
        draw()
        // The first screen is visible: the rest may take time.
        lookAround()
        askForClipboard()
        watchFiles()
        take(.tick(DeckClock.now))
        while exitCode == nil { wait() }
        leave()
        return exitCode ?? 0
    }

    /// Runs work that a disk or a file server may delay; its result is used at once, or when it arrives.
    private func promptly<Value: Sendable>(
        within milliseconds: Int32 = 100, _ work: @escaping @Sendable () -> Value,
        then use: @escaping @Sendable (DeckLoop, Value) -> Void
    ) {
        let mailbox = mailbox
        let value = PromptWork.value(within: milliseconds, work) { value in
            mailbox.send(.late { use($0, value) })
        }
        if let value { use(self, value) }
    }

    private func loadProfiles() {
        let session = session
        promptly(within: 500) {
            DeckServices.profiles(session)
        } then: {
            $0.take(.profiles($1, DeckClock.now))
        }
    }

    /// Starts the work that is not necessary for the first screen.
    private func lookAround() {
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

    // MARK: Waiting

    private func wait() {
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

    private func tick(_ now: Moment) {
        lastTick = now.wall / 1_000_000_000
        take(.tick(now))
        tabs?.takeAll(.tick(now))
        perform(activity?.take(.tick(now)) ?? [])
        tellProxies()
        if now.uptime - gaveUpAt > 1_000_000_000 { cancel.lower() }
        if state.clipboard != nil { runtime.lookAtClipboard() }
        let mailbox = mailbox
        store.renewAhead { _ in mailbox.send(.event(.awsFilesChanged(DeckClock.now))) }
    }

    /// Handles letters, but leaves time for keys, the clock and the screen; the rest comes in the next turn.
    private func takeLetters() {
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
    private static let longestTurn: Int64 = 10_000_000

    private func takeInput() {
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

    private func forgetTyped() {
        draw()
        terminal.forgetTyped()
    }

    private func takeSignals() {
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

    private func takeEndings() {
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

    private func open(_ letter: Letter, until end: Int64) {
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

    // MARK: Events and effects

    private func take(_ event: AppEvent) {
        let effects = update(&state, event)
        if case .profiles = event {
            runtime.keepTokens(of: Set(state.rows.map(\.id)))
            let clusters = state.rows.compactMap { row in row.cluster.map { (row.id, $0) } }
            tabs?.follow(Dictionary(clusters) { first, _ in first })
        }
        effects.forEach(perform)
        if case .profiles = event { showFirstActivity() }
        if case .settings(let settings, _) = event { tabs?.takeAll(.settings(WorkspaceSettings(settings))) }
        tabs?.follow { state.row($0)?.token.facts }
        wipeWhenDue()
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .sign(let rows):
            cancel.lower()
            runtime.sign(rows.compactMap(target))
        case .verifyTokens(let rows): runtime.dropForeignTokens(rows.compactMap(target))
        case .identify(let row): target(row).map(runtime.identify)
        case .copy(let row, let format):
            cancel.lower()
            target(row).map { runtime.copy($0, format: format) }
        case .copyThroughTerminal(let row): copyThroughTerminal(row)
        case .copyText(let text):
            let way = clipboardWay.withLock { $0 }
            if let refusal = way.refusal {
                return take(.said(Message(.warning, "not copied: \(refusal)", at: DeckClock.now)))
            }
            guard let bytes = TerminalClipboard.sequence(Secret(text), way) else { return }
            send(bytes, "the address was sent to your terminal's clipboard (\(way.remark))")
        case .giveUp:
            gaveUpAt = DeckClock.now.uptime
            cancel.raise()
        case .handOff(let row, let words): prepare(row, words)
        case .openSession(let row): openSession(row)
        case .openSessions(let rows): openSessions(rows)
        case .showActivity(let rows): showActivity(rows)
        case .showTab(let number): if let number { tabs?.show(number: number) } else { tabs?.showNext() }
        case .openProxies(let rows): for row in rows { openProxy(row) }
        case .closeProxies(let rows): closeProxies(rows)
        case .inspect(let row): inspect(row)
        case .diagnose(let row): diagnose(row)
        case .editProfile(let row): editProfile(row)
        case .answer(let question, let text): questions.answer(question, text)
        case .useTheme(let name): useTheme(name)
        case .reload:
            runtime.reload()
            take(.awsFilesChanged(DeckClock.now))
        case .useMouse(let isOn): terminal.useMouse(isOn)
        case .redraw: terminal.redraw()
        case .stop: stop()
        case .attract(let text): attract(text)
        case .quit(let code): quit(code)
        }
    }

    private func target(_ row: RowID) -> EffectRunner.Target? { EffectRunner.Target(row, in: state) }

    private func draw() {
        drawn = keyTaker
        var grid: CellGrid
        if let activity {
            grid = activity.render(look)
            renderQuestion(state, look, on: &grid)
        } else if let session = tabs?.render(look) {
            grid = session
            renderQuestion(state, look, on: &grid)
        } else {
            grid = render(state, look)
        }
        if let count = terminal.pastedByteCount { drawPaste(count, on: &grid) }
        terminal.present(grid)
    }

    /// Until a paste ends, keys belong to it; without this line, the user would not see that.
    private func drawPaste(_ count: Int, on grid: inout CellGrid) {
        let words = " pasting: \(Count.of(count, "byte")) so far   Esc Esc ends it"
        let line = words + String(repeating: " ", count: max(0, grid.size.columns - words.count))
        grid.put(line, column: 0, row: grid.size.rows - 1, style: look.style(of: Message.Kind.warning))
        grid.cursor = nil
    }

    private func useTheme(_ name: String) {
        let looks = looks
        themeRequests += 1
        let request = themeRequests
        promptly {
            looks.look(name)
        } then: { loop, found in
            // If there were several requests, the last one counts.
            guard request == loop.themeRequests else { return }
            loop.look = found.0
            for problem in found.1 { loop.take(.said(Message(.warning, problem, at: DeckClock.now))) }
        }
    }

    private func attract(_ text: String) {
        switch state.settings.alert {
        case .none: break
        case .bell: terminal.ring()
        // Source: iTerm2 and VTE, OSC 9 and OSC 777; a terminal that knows neither shows nothing.
        case .notification:
            let plain = HarmlessText.of(text)
            terminal.send(Array("\u{1B}]9;\(plain)\u{07}\u{1B}]777;notify;quarterdeck;\(plain)\u{07}".utf8))
        }
    }

    private func watchFiles() {
        /// The absolute path, because the working directory never changes; nil for an empty or invalid path.
        func place(_ path: String) -> String? { path.isEmpty ? nil : try? ProcessEnvironment.absolutePath(path) }
        let profiles = place(session.environment.path(session.profilePath))
        let settings = place(session.settingsPath)
        let keys = [session.environment.configFile, session.environment.credentialsFile].compactMap(place)
        let (runtime, mailbox, environment) = (runtime, mailbox, session.environment)
        /// A variable that names a missing file means another identity.
        @Sendable func warnOfKeys() {
            runtime.inBackground { runtime.warn((try? AWSFiles(reading: environment))?.warnings ?? []) }
        }
        warnOfKeys()
        _ = FileWatch([profiles, settings].compactMap(\.self) + keys) { changed in
            if let profiles, changed.contains(profiles) { runtime.reloadProfiles() }
            if let settings, changed.contains(settings) { runtime.reloadSettings() }
            guard !Set(changed).isDisjoint(with: keys) else { return }
            mailbox.send(.event(.awsFilesChanged(DeckClock.now)))
            warnOfKeys()
        }
    }

    private func wipeWhenDue() {
        guard let clipboard = state.clipboard, clipboard != wipesAt,
            clipboard.facts.secondsLeft(at: state.now) == 0
        else { return }
        wipesAt = clipboard
        runtime.wipe(clipboard)
    }

    private func leave() {
        running?.handOff?.finish()
        prepared?.handOff.finish()
        if tabs?.wouldLose.isEmpty == false {
            take(.said(Message(.info, "cancelling what runs, on its server", at: DeckClock.now)))
            draw()
        }
        activity?.close()
        unanswered = tabs?.closeAll(waiting: isHurried ? 1.2 : 4) ?? []
        let proxies = proxies
        _ = PromptWork.value(within: isHurried ? 300 : 2_000) { proxies.closeAll() }
        if !state.settings.keepsClipboard {
            let runtime = runtime
            _ = PromptWork.value(within: isHurried ? 300 : 2_000) { runtime.removeClipboards() }
        }
    }

    /// Ctrl-Z.
    private func stop() {
        terminal.suspend()
        qd_stop_job()
        terminal.resume()
        resize()
        take(.tick(DeckClock.now))
    }

    /// Inspects the server's certificate.
    private func inspect(_ row: RowID) {
        guard let target = target(row) else { return }
        let (mailbox, session) = (mailbox, session)
        runtime.inBackground {
            let result = ServerCertificate.look(at: DeckServices.adjusted(target.cluster, session), session)
            mailbox.send(.event(.certificate(row, result)))
        }
    }

    /// Runs the checks of a login, and shows each as soon as it has ended.
    private func diagnose(_ row: RowID) {
        cancel.lower()
        let (mailbox, session, store, cancel) = (mailbox, session, store, cancel)
        let entry = state.row(row)?.entry
        runtime.inBackground {
            DeckDiagnosis(session: session, store: store, entry: entry, name: row.name, cancel: cancel).run {
                diagnosis in
                mailbox.send(.event(.diagnosed(row, diagnosis, DeckClock.now)))
            }
        }
    }

    // MARK: Handing over

    private func copyThroughTerminal(_ row: RowID) {
        guard let target = target(row) else { return }
        cancel.lower()
        let (runtime, mailbox) = (runtime, mailbox)
        let (clipboardWay, variables) = (clipboardWay, session.environment.variables)
        inBackground {
            let way = clipboardWay.withLock { $0 }.asked(variables)
            clipboardWay.withLock { $0 = way }
            if let refusal = way.refusal {
                let failure = Failure(.unavailable, "the token is not in your terminal's clipboard", why: refusal)
                return mailbox.send(.event(.notCopied(row, failure, DeckClock.now)))
            }
            guard let (token, _) = try? runtime.usable(target) else { return }
            guard let bytes = TerminalClipboard.sequence(token.secret, way) else {
                let why = "it has \(token.secret.count) bytes"
                let failure = Failure(.badData, "the token is too long for a terminal's clipboard", why: why)
                mailbox.send(.event(.notCopied(row, failure, DeckClock.now)))
                return
            }
            let remark = "token for \(row.name) sent to your terminal's clipboard (\(way.remark))"
            mailbox.send(.bytes(bytes, remark: remark))
        }
    }

    /// Queries tmux in the background.
    private func askForClipboard() {
        let (clipboardWay, variables) = (clipboardWay, session.environment.variables)
        inBackground {
            let way = clipboardWay.withLock { $0 }.asked(variables)
            clipboardWay.withLock { $0 = way }
        }
    }

    private func prepare(_ row: RowID, _ words: String?) {
        guard let target = target(row), let opening = state.opening?.number else { return }
        cancel.lower()
        let words = words ?? state.clients[target.cluster.engine] ?? ""
        let (runtime, mailbox, session) = (runtime, mailbox, session)
        inBackground {
            do throws(Failure) {
                let cluster = DeckServices.adjusted(target.cluster, session)
                let first = try runtime.usable(target)
                let tokenSource = TokenSource(session, cluster, first.token.login) { () throws(Failure) in
                    try runtime.usable(target, after: first.facts).token
                }
                let handOff = try HandOff.prepare(tokenSource, words: words) { failure in
                    mailbox.send(.event(.refused(row, failure, DeckClock.now)))
                }
                mailbox.send(.ready(opening, row, handOff))
            } catch {
                mailbox.send(.event(.notOpened(opening, error, DeckClock.now)))
            }
        }
    }

    private func send(_ bytes: [UInt8], _ remark: String) {
        terminal.send(bytes)
        take(.said(Message(.info, remark, at: DeckClock.now)))
    }

    private func inBackground(_ work: @escaping @Sendable () -> Void) {
        runtime.inBackground(work)
    }

    /// Starts a program that is ready, unless its request was cancelled; an open dialog delays it.
    private func startWhenAtRest() {
        guard let next = prepared, running == nil, exitCode == nil else { return }
        let isWanted = state.opening?.number == next.opening
        guard !isWanted || state.isAtRest else { return }
        prepared = nil
        if isWanted { start(next.handOff, next.row, next.opening) } else { next.handOff.finish() }
    }

    private func start(_ handOff: HandOff, _ row: RowID, _ opening: Int) {
        terminal.suspend()
        errors.restore()
        if let cluster = state.row(row)?.cluster {
            Announcement(cluster: cluster, handOff: handOff, look: look).write()
        }
        do throws(Failure) {
            let job = try ForegroundJob(
                handOff.command, handOff.environment.map { "\($0.key)=\($0.value)" }, errors: errors.original)
            running = Running(row: row, job: job, handOff: handOff)
            take(.opened(row, DeckClock.now))
        } catch {
            handOff.finish()
            errors.divert()
            terminal.resume()
            take(.notOpened(opening, error, DeckClock.now))
        }
    }

    private func followChild() {
        guard let running, running.code == nil else { return }
        switch running.job.change() {
        case nil: return
        case .stopped:
            ForegroundJob.takeTerminal()
            qd_stop_job()
            running.job.resume()
        case .ended(let code):
            ForegroundJob.takeTerminal()
            qd_terminal_sane()
            running.handOff?.finish()
            self.running?.code = code
            // The user must be able to read the program's output, and a client's message before it fails.
            guard let handOff = running.handOff, code != 0 || !handOff.isClient else { return comeBack() }
            KeyWait.begin("\(handOff.program) ended" + (code == 0 ? "." : " with exit code \(code)."))
        }
    }

    private func comeBack() {
        guard let ended = running, let code = ended.code else { return }
        running = nil
        errors.divert()
        terminal.resume()
        terminal.forgetTyped()
        resize()
        // The new file is read even where nobody is told of changes to it.
        if ended.isProfile { return runtime.reload() }
        if let (id, text) = ended.editing {
            promptly {
                text.take()
            } then: { loop, edited in
                if let edited { loop.tabs?.take(id, .text(edited, replacesAll: true)) }
            }
            return
        }
        take(.returned(ended.row, program: ended.handOff?.program ?? "", code: code, DeckClock.now))
    }

    // MARK: Sessions

    private func take(_ input: Input, _ now: Moment) {
        if let activity, !state.asksSomething { return perform(activity.take(.input(input))) }
        guard let shown = tabs?.shown, !state.asksSomething else { return take(.input(input, now)) }
        if case .key(.alt(let character)) = input, let number = character.wholeNumberValue, number > 0 {
            tabs?.show(number: number)
            return
        }
        tabs?.take(shown, .input(input, now))
        tellSessions()
    }

    private func resize() {
        take(.resized(terminal.size))
        tabs?.takeAll(.resized(terminal.size))
        perform(activity?.take(.resized(terminal.size)) ?? [])
    }

    private func openSession(_ row: RowID) {
        guard let target = target(row) else { return }
        let cluster = DeckServices.adjusted(target.cluster, session)
        tabs?.open(row, cluster, token: target.facts, size: terminal.size, now: DeckClock.now)
        tellSessions()
    }

    private func openSessions(_ rows: [RowID]) {
        let members = rows.compactMap { row in
            target(row).map { SessionPlace.Member(row: row, cluster: DeckServices.adjusted($0.cluster, session)) }
        }
        tabs?.open(members, size: terminal.size, now: DeckClock.now)
        tellSessions()
    }

    private func showActivity(_ rows: [RowID]) { showActivity(rows, TopRequest(names: [])) }

    /// Shows what runs on clusters, in place of the deck.
    private func showActivity(_ rows: [RowID], _ request: TopRequest) {
        cancel.lower()
        let (session, store, runtime, audit) = (session, store, runtime, audit)
        let targets = rows.compactMap { row in
            target(row).map { target in
                let cluster = DeckServices.adjusted(target.cluster, session)
                return (
                    row,
                    ActivityTarget(cluster) { () throws(Failure) in
                        try TabFactory.tokens(
                            SessionPlace(row: row, cluster: cluster), session, store, runtime, audit)
                    }
                )
            }
        }
        guard !targets.isEmpty else { return }
        let mailbox = mailbox
        activity = ActivityTab(
            targets, every: request.interval, isWholeProgram: !request.names.isEmpty, size: terminal.size
        ) { mailbox.send(.activity) }
    }

    private func showFirstActivity() {
        guard let request = firstActivity, !state.rows.isEmpty else { return }
        firstActivity = nil
        showActivity(request.names.map { RowID($0) }, request)
    }

    private func perform(_ effects: [ActivityEffect]) {
        for effect in effects {
            switch effect {
            case .leave:
                let isAll = activity?.isWholeProgram ?? false
                activity?.close()
                activity = nil
                if isAll { exitCode = 0 }
            case .edit(let row, let text):
                activity?.close()
                activity = nil
                openSession(row)
                if let id = tabs?.shown { tabs?.take(id, .text(text, replacesAll: false)) }
            case .redraw: terminal.redraw()
            case .stop: stop()
            case .copy(let text):
                let way = clipboardWay.withLock { $0 }
                guard way.refusal == nil, let bytes = TerminalClipboard.sequence(Secret(text), way) else {
                    let words = "not copied: \(way.refusal ?? "the statement is too long")"
                    perform(activity?.take(.said(Message(.warning, words, at: DeckClock.now))) ?? [])
                    continue
                }
                terminal.send(bytes)
                let words = "the statement was sent to your terminal's clipboard (\(way.remark))"
                perform(activity?.take(.said(Message(.info, words, at: DeckClock.now))) ?? [])
            case .pause, .sampleEvery, .end, .detail: break
            }
        }
    }

    private func openProxy(_ row: RowID) {
        guard let target = target(row) else { return }
        cancel.lower()
        let (runtime, mailbox, session, proxies) = (runtime, mailbox, session, proxies)
        inBackground {
            do throws(Failure) {
                let cluster = DeckServices.adjusted(target.cluster, session)
                let first = try runtime.usable(target)
                let tokenSource = TokenSource(session, cluster, first.token.login) { () throws(Failure) in
                    try runtime.usable(target).token
                }
                let line = try proxies.open(row, tokenSource) { failure in
                    mailbox.send(.event(.refused(row, failure, DeckClock.now)))
                }
                guard let line else { return }
                mailbox.send(.event(.said(Message(.info, "\(row.name) is open: \(line)", at: DeckClock.now))))
                mailbox.send(.event(.proxies(proxies.counts)))
            } catch {
                var message = Message(.error, "no sockets for \(row.name): \(error.what)", at: DeckClock.now)
                message.failure = error
                mailbox.send(.event(.said(message)))
            }
        }
    }

    private func closeProxies(_ rows: [RowID]) {
        let (mailbox, proxies) = (mailbox, proxies)
        inBackground {
            for row in rows { proxies.close(row) }
            mailbox.send(.event(.proxies(proxies.counts)))
        }
    }

    private func tellProxies() {
        let counts = proxies.counts
        if counts != state.proxies { take(.proxies(counts)) }
    }

    private func tellSessions() {
        let counts = tabs?.counts ?? [:]
        if counts != state.sessions { take(.sessions(counts)) }
    }

    /// Performs a session's effect on the screen.
    private func perform(_ effect: WorkspaceEffect, for id: TabID) {
        switch effect {
        case .redraw: terminal.redraw()
        case .stop: stop()
        case .cancel: perform(Effect.giveUp)
        case .editExternally(let text, let line): edit(id, .text(text), line)
        case .editFile(let path): edit(id, .file(session.environment.path(path)), 1)
        case .showActivity: showActivity(tabs?.rows(of: id) ?? [])
        default: break
        }
    }

    private func edit(_ id: TabID, _ what: EditedText.Origin, _ line: Int) {
        guard running == nil else { return }
        do throws(Failure) {
            let directory = session.runtimeDirectory
            let made = PromptWork.value(within: 1_000) { () -> Result<EditedText, Failure> in
                do throws(Failure) {
                    return .success(try EditedText(what, directory: directory))
                } catch {
                    return .failure(error)
                }
            }
            guard let made else {
                throw Failure(.temporary, "the text cannot be edited", why: "\(directory) does not answer")
            }
            let text = try made.get()
            terminal.suspend()
            errors.restore()
            do throws(Failure) {
                let job = try ForegroundJob(
                    text.command(session.environment.variables, line: line),
                    ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" },
                    errors: errors.original)
                running = Running(row: RowID(""), job: job, handOff: nil, editing: (id, text))
            } catch {
                errors.divert()
                terminal.resume()
                throw error
            }
        } catch {
            let words = [error.what, error.why, error.next].compactMap { $0 }.joined(separator: ": ")
            tabs?.take(id, .said(Message(.error, words, at: DeckClock.now)))
        }
    }

    /// Gives the terminal to the user's editor, with the profile file at a cluster's table.
    private func editProfile(_ row: RowID?) {
        guard running == nil else { return }
        do throws(Failure) {
            let path = try ProcessEnvironment.absolutePath(session.environment.path(session.profilePath))
            let name = row?.name
            let line = PromptWork.value(within: 1_000) { ProfileLine.of(name, in: path) } ?? 1
            let text = try EditedText(.file(path), directory: session.runtimeDirectory)
            terminal.suspend()
            errors.restore()
            do throws(Failure) {
                let job = try ForegroundJob(
                    text.command(session.environment.variables, line: line),
                    ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" }, errors: errors.original)
                running = Running(row: RowID(""), job: job, handOff: nil, isProfile: true)
            } catch {
                errors.divert()
                terminal.resume()
                throw error
            }
        } catch {
            take(
                .said(
                    Message(
                        .error, [error.what, error.why, error.next].compactMap(\.self).joined(separator: ": "),
                        at: DeckClock.now)))
        }
    }

    /// Ends the deck. If anything would be lost, it first warns, and only the very next key confirms.
    private func quit(_ code: Int32) {
        let served = proxies.counts.values.reduce(0, +)
        let lost = (tabs?.losses ?? []) + (served > 0 ? ["\(Count.of(served, "connection")) of other programs"] : [])
        guard !lost.isEmpty, warnedAt.map({ inputs > $0 + 1 }) ?? true else {
            exitCode = code
            return
        }
        warnedAt = inputs
        warnings += 1
        let key = state.keymap.label(of: code == 0 ? .quit : .interrupt) ?? "q"
        let words = "leaving loses: \(lost.joined(separator: ", ")); \(key) once more leaves"
        take(.said(Message(.warning, words, at: DeckClock.now)))
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
