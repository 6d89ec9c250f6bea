import AWSCredentials
import Secrets
import AWSCredentials
import CPlatform
import Curses
import Failures
import Glibc
import Handover
import LocalFiles
import Profiles
import QuarterdeckCore
import QuarterdeckRuntime
import TerminalUI
import Workspace

/// The main thread of the deck: waits for the terminal, for other threads, for signals and for the next second, has
/// `update` say what follows, and draws once for all that came together.
final class DeckLoop {
    /// What other threads send.
    enum Letter: Sendable {
        case event(AppEvent)
        /// A program can be started.
        case ready(RowID, HandOff)
        /// Something happened to a session.
        case tab(TabID, WorkspaceEvent)
        /// Something for the terminal that is no part of the screen.
        case bytes([UInt8], remark: String, RowID)
        /// The same without a word.
        case quietBytes([UInt8])
    }

    private let session: Session
    private let terminal: CursesTerminal
    private let looks: DeckLook
    private let signals: Int32
    private let errors: StandardError
    private let mailbox = Mailbox<Letter>()
    private let store: CredentialStore
    private let questions: DeckInteraction
    private let runtime: DeckRuntime
    private var state: DeckState
    private var look: Look
    private var running: Running?
    private var exitCode: Int32?
    private var wipesAt: Clipboard?
    private var tabs: SessionTabs?
    /// When leaving was asked for although something would be lost.
    private var warnedAt: Moment?

    /// A program that has the terminal.
    private struct Running {
        let row: RowID
        let job: ForegroundJob
        let handOff: HandOff?
        /// A session whose text it edits, in a file.
        var editing: (TabID, EditedText)?
        /// Its exit code, once it has ended and its last words are being read.
        var code: Int32?
    }

    init(_ session: Session, _ terminal: CursesTerminal, _ looks: DeckLook, signals: Int32, errors: StandardError) {
        self.session = session
        self.terminal = terminal
        self.looks = looks
        self.signals = signals
        self.errors = errors
        let mailbox = mailbox
        questions = DeckInteraction { mailbox.send(.event($0)) }
        store = CredentialStore(session.environment, services: CredentialServices(interaction: questions))
        runtime = DeckRuntime(DeckServices.make(session, store)) { mailbox.send(.event($0)) }
        state = DeckState(size: terminal.size, now: DeckClock.now)
        look = looks.look("default").0
        let way = TerminalClipboard.Way(session.environment.variables)
        let recipe = TabRecipe(session, store, runtime) {
            TerminalClipboard.copy($0, way) { mailbox.send(.quietBytes($0)) }
        }
        tabs = SessionTabs(recipe, send: { mailbox.send(.tab($0, $1)) }) { [weak self] id, effect in
            self?.perform(effect, for: id)
        }
    }

    /// Runs until the user leaves; answers the exit code.
    func run(_ settings: DeckSettings, greeting: String?) -> Int32 {
        state.formats = TokenFormat.names
        state.profilePath = session.environment.path(session.profilePath)
        state.profileForAll = session.options.awsProfile
        take(.settings(settings, DeckClock.now))
        useTheme(settings.theme)
        take(.profiles(DeckServices.profiles(session), DeckClock.now))
        if let greeting { take(.said(Message(.info, greeting, at: DeckClock.now))) }
        draw()
        // Everything below may take its time: the first screen is up.
        state.themes = looks.names
        for engine in Engine.allCases {
            state.clients[engine] = HandOff.client(engine, session.environment.variables)
        }
        watchFiles()
        StaleFiles.remove(records: session.clipboardRecords, now: session.now)
        take(.tick(DeckClock.now))
        while exitCode == nil { wait() }
        leave()
        return exitCode ?? 0
    }

    // MARK: Waiting

    private func wait() {
        let input: Int32 = running == nil || running?.code != nil ? STDIN_FILENO : -1
        var waits = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
        ]
        let mailbox = mailbox
        let ready = poll(&waits, 3, DeckClock.untilNextSecond)
        if ready == 0 {
            take(.tick(DeckClock.now))
            tabs?.takeAll(.tick(DeckClock.now))
            store.renewAhead { _ in mailbox.send(.event(.awsFilesChanged(DeckClock.now))) }
        }
        if waits[2].revents != 0 { takeSignals() }
        if waits[1].revents != 0 { mailbox.fetch().forEach(open) }
        if waits[0].revents & Int16(POLLIN) != 0 {
            takeInput()
        } else if waits[0].revents != 0 {
            // The terminal was closed.
            exitCode = ExitStatus.interrupted.rawValue
        }
        if running == nil, exitCode == nil { draw() }
    }

    private func takeInput() {
        guard running == nil else {
            // Enter after a program's last words: the deck comes back.
            var bytes = [UInt8](repeating: 0, count: 256)
            if read(STDIN_FILENO, &bytes, bytes.count) <= 0 { exitCode = ExitStatus.interrupted.rawValue }
            comeBack()
            return
        }
        let now = DeckClock.now
        for input in terminal.read() {
            take(input, now)
            if running != nil || exitCode != nil { return }
        }
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
            default:
                running?.job.send(number)
                exitCode = ExitStatus.interrupted.rawValue
            }
        }
    }

    private func open(_ letter: Letter) {
        switch letter {
        case .event(let event): take(event)
        case .ready(let row, let handOff): start(handOff, for: row)
        case .tab(let id, let event):
            tabs?.take(id, event)
            tellSessions()
        case .quietBytes(let bytes): terminal.send(bytes)
        case .bytes(let bytes, let remark, let row):
            terminal.send(bytes)
            take(
                .said(
                    Message(
                        .info, "token for \(row.name) sent to your terminal's clipboard (\(remark))",
                        at: DeckClock.now)))
        }
    }

    // MARK: Events and effects

    private func take(_ event: AppEvent) {
        let effects = update(&state, event)
        if case .profiles = event { runtime.keepTokens(of: Set(state.rows.map(\.id))) }
        effects.forEach(perform)
        if case .settings(let settings, _) = event { tabs?.takeAll(.settings(WorkspaceSettings(settings))) }
        tabs?.follow { state.row($0)?.token.facts }
        wipeWhenDue()
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .sign(let rows): runtime.sign(rows.compactMap(target))
        case .identify(let row): target(row).map(runtime.identify)
        case .copy(let row, let format): target(row).map { runtime.copy($0, format: format) }
        case .copyThroughTerminal(let row): copyThroughTerminal(row)
        case .handOff(let row, let words): prepare(row, words)
        case .openSession(let row): openSession(row)
        case .showTab(let number): if let number { tabs?.show(number: number) } else { tabs?.showNext() }
        case .inspect(let row): inspect(row)
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

    private func target(_ row: RowID) -> DeckRuntime.Target? { DeckRuntime.Target(row, in: state) }

    private func draw() {
        guard var grid = tabs?.render(look) else { return terminal.present(render(state, look)) }
        renderQuestion(state, look, on: &grid)
        terminal.present(grid)
    }

    private func useTheme(_ name: String) {
        let (look, problems) = looks.look(name)
        self.look = look
        for problem in problems { take(.said(Message(.warning, problem, at: DeckClock.now))) }
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
        let files = [session.environment.path(session.profilePath), session.settingsPath]
        let keys = [session.environment.configFile, session.environment.credentialsFile]
        let (runtime, mailbox) = (runtime, mailbox)
        _ = FileWatch(files.filter { $0.hasPrefix("/") } + keys) { changed in
            if !Set(changed).isDisjoint(with: files) { runtime.reload() }
            if !Set(changed).isDisjoint(with: keys) { mailbox.send(.event(.awsFilesChanged(DeckClock.now))) }
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
        tabs?.closeAll()
        guard let clipboard = state.clipboard, !state.settings.keepsClipboard else { return }
        StaleFiles.remove(path: clipboard.path, records: session.clipboardRecords)
    }

    /// Ctrl-Z.
    private func stop() {
        terminal.suspend()
        qd_stop_job()
        terminal.resume()
        resize()
        take(.tick(DeckClock.now))
    }

    /// Looks at the server's certificate.
    private func inspect(_ row: RowID) {
        guard let target = target(row) else { return }
        let (mailbox, session) = (mailbox, session)
        runtime.inBackground {
            let result = ServerCertificate.look(at: DeckServices.adjusted(target.cluster, session), session)
            mailbox.send(.event(.certificate(row, result)))
        }
    }

    // MARK: Handing over

    private func copyThroughTerminal(_ row: RowID) {
        guard let target = target(row) else { return }
        let way = TerminalClipboard.Way(session.environment.variables)
        let (runtime, mailbox) = (runtime, mailbox)
        inBackground {
            guard let (token, _) = try? runtime.usable(target) else { return }
            guard let bytes = TerminalClipboard.sequence(token.secret, way) else {
                let text = "the token is too long for a terminal's clipboard: \(token.secret.count) bytes"
                mailbox.send(.event(.said(Message(.error, text, at: DeckClock.now))))
                return
            }
            mailbox.send(.bytes(bytes, remark: way.remark, row))
        }
    }

    private func prepare(_ row: RowID, _ words: String?) {
        guard let target = target(row) else { return }
        let words = words ?? state.clients[target.cluster.engine] ?? ""
        let (runtime, mailbox, session) = (runtime, mailbox, session)
        inBackground {
            do throws(Failure) {
                let cluster = DeckServices.adjusted(target.cluster, session)
                let first = try runtime.usable(target)
                let mint = TokenMint(session, cluster, first.token.login) { () throws(Failure) in
                    try runtime.usable(target, after: first.facts).token
                }
                mailbox.send(.ready(row, try HandOff.prepare(mint, words: words)))
            } catch {
                let parts = [error.what, error.why, error.next].compactMap { $0 }.joined(separator: ": ")
                mailbox.send(.event(.said(Message(.error, "\(row.name): \(parts)", at: DeckClock.now))))
            }
        }
    }

    private func inBackground(_ work: @escaping @Sendable () -> Void) {
        runtime.inBackground(work)
    }

    private func start(_ handOff: HandOff, for row: RowID) {
        // Two that were asked for at once come after each other.
        guard running == nil else { return handOff.finish() }
        terminal.suspend()
        errors.restore()
        do throws(Failure) {
            let job = try ForegroundJob(
                handOff.command, handOff.environment.map { "\($0.key)=\($0.value)" }, errors: errors.original)
            running = Running(row: row, job: job, handOff: handOff)
        } catch {
            handOff.finish()
            errors.divert()
            terminal.resume()
            take(.said(Message(.error, "\(error.what): \(error.why ?? ""): \(error.next ?? "")", at: DeckClock.now)))
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
            // What a client says before it gives up has to be read.
            guard code != 0 else { return comeBack() }
            let words = "\n\(running.job.program) ended with exit code \(code). Press Enter to return to the deck."
            _ = write(STDOUT_FILENO, words, words.utf8.count)
        }
    }

    private func comeBack() {
        guard let ended = running, let code = ended.code else { return }
        running = nil
        errors.divert()
        terminal.resume()
        resize()
        if let (id, text) = ended.editing {
            if let edited = text.take() { tabs?.take(id, .text(edited, replacesAll: true)) }
            return
        }
        take(.returned(ended.row, program: ended.job.program, code: code, DeckClock.now))
    }

    // MARK: Sessions

    private func take(_ input: Input, _ now: Moment) {
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
    }

    private func openSession(_ row: RowID) {
        guard let target = target(row) else { return }
        let cluster = DeckServices.adjusted(target.cluster, session)
        tabs?.open(row, cluster, token: target.facts, size: terminal.size, now: DeckClock.now)
        tellSessions()
    }

    private func tellSessions() {
        let counts = tabs?.counts ?? [:]
        if counts != state.sessions { take(.sessions(counts)) }
    }

    /// What a session asks of the screen.
    private func perform(_ effect: WorkspaceEffect, for id: TabID) {
        switch effect {
        case .redraw: terminal.redraw()
        case .stop: stop()
        case .editExternally(let text, let line): edit(id, .text(text), line)
        case .editFile(let path): edit(id, .file(session.environment.path(path)), 1)
        default: break
        }
    }

    private func edit(_ id: TabID, _ what: EditedText.Origin, _ line: Int) {
        guard running == nil else { return }
        do throws(Failure) {
            let text = try EditedText(what, directory: session.runtimeDirectory)
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

    /// Leaves; what would be lost is told first, and asking again within some seconds means it.
    private func quit(_ code: Int32) {
        let lost = tabs?.wouldLose ?? []
        let now = DeckClock.now
        if !lost.isEmpty, warnedAt.map({ now.uptime - $0.uptime > 10_000_000_000 }) ?? true {
            warnedAt = now
            let names = lost.joined(separator: ", ")
            take(
                .said(
                    Message(
                        .warning, "a transaction or a statement is open on \(names); once more leaves and rolls back",
                        at: now)))
            return
        }
        exitCode = code
    }
}
