import AWSCredentials
import Audit
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
import Secrets
import Threads
import TokenDelivery
import Workspace

// Giving tokens and the terminal to other programs.
extension DeckLoop {
    func copyThroughTerminal(_ row: RowID) {
        guard let target = target(row) else { return }
        cancel.lower()
        let (runtime, mailbox, audit) = (runtime, mailbox, audit)
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
            audit.used(.tokenCopied, token, "the terminal's clipboard")
            let remark = "token for \(row.name) sent to your terminal's clipboard (\(way.remark))"
            mailbox.send(.bytes(bytes, remark: remark))
        }
    }

    /// Queries tmux in the background.
    func askForClipboard() {
        let (clipboardWay, variables) = (clipboardWay, session.environment.variables)
        inBackground {
            let way = clipboardWay.withLock { $0 }.asked(variables)
            clipboardWay.withLock { $0 = way }
        }
    }

    func prepare(_ row: RowID, _ words: String?) {
        guard let target = target(row), let opening = state.opening?.number else { return }
        cancel.lower()
        let words = words ?? state.clients[target.cluster.engine] ?? ""
        let (runtime, mailbox, session, audit, passwords) = (runtime, mailbox, session, audit, passwords)
        inBackground {
            do throws(Failure) {
                let cluster = DeckServices.adjusted(target.cluster, session)
                let tokenSource = try Self.source(target, cluster, session, runtime, audit, passwords)
                let handOff = try HandOff.prepare(tokenSource, words: words) { failure in
                    mailbox.send(.event(.refused(row, failure, DeckClock.now)))
                }
                mailbox.send(.ready(opening, row, handOff))
            } catch {
                mailbox.send(.event(.notOpened(opening, error, DeckClock.now)))
            }
        }
    }

    /// The tokens, or the password, of a program that logs in several times. The first one is fetched at once. Blocks.
    static func source(
        _ target: EffectRunner.Target, _ cluster: Cluster, _ session: Session, _ runtime: EffectRunner,
        _ audit: AuditWriter, _ passwords: PasswordStore
    ) throws(Failure) -> TokenSource {
        if cluster.passwordOrigin != nil {
            let login = try DeckServices.login(session, cluster)
            let source = TokenSource(session, cluster, login, audit, passwords: passwords) { () throws(Failure) in
                try runtime.usable(target).token
            }
            _ = try source.livePassword?.current()
            return source
        }
        let first = try runtime.usable(target)
        return TokenSource(session, cluster, first.token.login, audit, passwords: passwords) { () throws(Failure) in
            try runtime.usable(target, after: first.facts).token
        }
    }

    func send(_ bytes: [UInt8], _ remark: String) {
        terminal.send(bytes)
        take(.said(Message(.info, remark, at: DeckClock.now)))
    }

    func inBackground(_ work: @escaping @Sendable () -> Void) {
        runtime.inBackground(work)
    }

    /// Starts a program that is ready, unless its request was cancelled; an open dialog delays it.
    func startWhenAtRest() {
        guard let next = prepared, running == nil, exitCode == nil else { return }
        let isWanted = state.opening?.number == next.opening
        guard !isWanted || state.isAtRest else { return }
        prepared = nil
        if isWanted { start(next.handOff, next.row, next.opening) } else { next.handOff.finish() }
    }

    func start(_ handOff: HandOff, _ row: RowID, _ opening: Int) {
        terminal.suspend()
        errors.restore()
        if let cluster = state.row(row)?.cluster {
            Announcement(cluster: cluster, handOff: handOff, look: look).write()
        }
        do throws(Failure) {
            let job = try ForegroundJob(
                handOff.command, handOff.environment.map { "\($0.key)=\($0.value)" }, errors: errors.original)
            running = Running(row: row, job: job, handOff: handOff)
            audit.handedOff(handOff.login, handOff.program, waits: false)
            take(.opened(row, DeckClock.now))
        } catch {
            handOff.finish()
            errors.divert()
            terminal.resume()
            take(.notOpened(opening, error, DeckClock.now))
        }
    }

    func followChild() {
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
            if let program = running.read {
                guard code != 0 || !running.readsFailure else { return comeBack() }
                return KeyWait.begin("\(program) ended.")
            }
            // The user must be able to read the program's output, and a client's message before it fails.
            guard let handOff = running.handOff, code != 0 || !handOff.isClient else { return comeBack() }
            KeyWait.begin("\(handOff.program) ended" + (code == 0 ? "." : " with exit code \(code)."))
        }
    }

    func comeBack() {
        guard let ended = running, let code = ended.code else { return }
        running = nil
        errors.divert()
        terminal.resume()
        terminal.forgetTyped()
        resize()
        // The new file is read even where the system reports no changes of files.
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
}
