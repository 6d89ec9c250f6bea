import AWSCredentials
import Activity
import CPlatform
import ClusterAccess
import Console
import Curses
import Deck
import DeckRuntime
import Glibc
import Passwords
import Profiles
import ScreenKit
import Secrets
import TerminalUI
import Threads
import Workspace

// Events and effects: what the state asks the loop to do.
extension DeckLoop {
    func take(_ event: AppEvent) {
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

    func perform(_ effect: Effect) {
        switch effect {
        case .sign(let rows):
            cancel.lower()
            runtime.sign(rows.compactMap(target))
        case .forgetPasswords(let rows):
            for cluster in rows.compactMap(target).map({ DeckServices.adjusted($0.cluster, session) }) {
                guard let request = cluster.user.flatMap({ PasswordRequest(cluster, user: $0) }) else { continue }
                passwords.forget(request)
            }
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
        case .editFile: editProfile(nil, byHand: true)
        case .discover:
            let options = session.options
            let flags = InvocationOptions(
                config: options.config, awsProfile: options.awsProfile, region: options.region, user: options.user)
            runOwn(["discover", "--pick"] + flags.flags)
        case .demo: runOwn(["demo"], readsFailure: true)
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

    func target(_ row: RowID) -> EffectRunner.Target? { EffectRunner.Target(row, in: state) }

    func draw() {
        if terminal.pastedByteCount != nil {
            // A paste arrives in thousands of pieces; the clock's tick draws the last one.
            let now = DeckClock.now.uptime
            guard now - pasteDrawnAt >= 50_000_000 else { return }
            pasteDrawnAt = now
        }
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
    func drawPaste(_ count: Int, on grid: inout CellGrid) {
        let words = " pasting: \(Count.of(count, "byte")) so far   Esc Esc ends it"
        let line = words + String(repeating: " ", count: max(0, grid.size.columns - words.count))
        grid.put(line, column: 0, row: grid.size.rows - 1, style: look.style(of: Message.Kind.warning))
        grid.cursor = nil
    }

    func useTheme(_ name: String) {
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

    func attract(_ text: String) {
        switch state.settings.alert {
        case .none: break
        case .bell: terminal.ring()
        // Source: iTerm2 and VTE, OSC 9 and OSC 777; a terminal that knows neither shows nothing.
        case .notification:
            let plain = HarmlessText.of(text)
            terminal.send(Array("\u{1B}]9;\(plain)\u{07}\u{1B}]777;notify;quarterdeck;\(plain)\u{07}".utf8))
        }
    }

    /// The files that the deck watches, as absolute paths, because the working directory never changes.
    private var watchedFiles: (profiles: String?, settings: String?, keys: [String]) {
        /// Nil for an empty or invalid path.
        func place(_ path: String) -> String? { path.isEmpty ? nil : try? ProcessEnvironment.absolutePath(path) }
        return (
            place(session.environment.path(session.profilePath)), place(session.settingsPath),
            [session.environment.configFile, session.environment.credentialsFile].compactMap(place)
        )
    }

    /// The stamps of the watched files, to be taken before they are read; a file server that does not answer gives
    /// stamps of no version, so that the files are read again.
    func stampsOfFiles() -> [String] {
        let (profiles, settings, keys) = watchedFiles
        let paths = [profiles, settings].compactMap(\.self) + keys
        return PromptWork.value(within: 100, { paths.map(FileWatch.stamp) }) ?? paths.map { _ in "" }
    }

    func watchFiles(since stamps: [String]) {
        let (profiles, settings, keys) = watchedFiles
        let (runtime, mailbox, environment) = (runtime, mailbox, session.environment)
        /// A variable that names a missing file means another identity.
        @Sendable func warnOfKeys() {
            runtime.inBackground { runtime.warn((try? AWSFiles(reading: environment))?.warnings ?? []) }
        }
        warnOfKeys()
        _ = FileWatch([profiles, settings].compactMap(\.self) + keys, since: stamps) { changed in
            if let profiles, changed.contains(profiles) { runtime.reloadProfiles() }
            if let settings, changed.contains(settings) { runtime.reloadSettings() }
            guard !Set(changed).isDisjoint(with: keys) else { return }
            mailbox.send(.event(.awsFilesChanged(DeckClock.now)))
            warnOfKeys()
        }
    }

    func wipeWhenDue() {
        guard let clipboard = state.clipboard, clipboard != wipesAt,
            clipboard.facts.secondsLeft(at: state.now) == 0
        else { return }
        wipesAt = clipboard
        runtime.wipe(clipboard)
    }

    func leave() {
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
    func stop() {
        terminal.suspend()
        qd_stop_job()
        terminal.resume()
        resize()
        take(.tick(DeckClock.now))
    }

    /// Inspects the server's certificate.
    func inspect(_ row: RowID) {
        guard let target = target(row) else { return }
        let (mailbox, session) = (mailbox, session)
        runtime.inBackground {
            let result = ServerCertificate.look(at: DeckServices.adjusted(target.cluster, session), session)
            mailbox.send(.event(.certificate(row, result)))
        }
    }

    /// Runs the checks of a login, and shows each as soon as it has ended.
    func diagnose(_ row: RowID) {
        cancel.lower()
        let (mailbox, session, store, passwords, cancel) = (mailbox, session, store, passwords, cancel)
        let entry = state.row(row)?.entry
        runtime.inBackground {
            DeckDiagnosis(
                session: session, store: store, passwords: passwords, entry: entry, name: row.name, cancel: cancel
            ).run {
                diagnosis in
                mailbox.send(.event(.diagnosed(row, diagnosis, DeckClock.now)))
            }
        }
    }
}
