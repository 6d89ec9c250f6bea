import AWSCredentials
import Activity
import ClusterAccess
import Console
import Curses
import Deck
import DeckRuntime
import Failures
import Glibc
import ScreenKit
import Secrets
import Threads
import Workspace

// The screen of what runs on the servers.
extension DeckLoop {
    func showActivity(_ rows: [RowID]) { showActivity(rows, TopRequest(names: [])) }

    /// Shows what runs on clusters, in place of the deck.
    func showActivity(_ rows: [RowID], _ request: TopRequest) {
        cancel.lower()
        let (session, store, passwords, runtime, audit) = (session, store, passwords, runtime, audit)
        let targets = rows.compactMap { row in
            target(row).map { target in
                let cluster = DeckServices.adjusted(target.cluster, session)
                return (
                    row,
                    ActivityTarget(cluster) { () throws(Failure) in
                        try TabFactory.tokens(
                            SessionPlace(row: row, cluster: cluster), session, store, passwords, runtime, audit)
                    }
                )
            }
        }
        guard !targets.isEmpty else { return }
        let mailbox = mailbox
        let clusters = Dictionary(targets.map { ($0.0, $0.1.cluster) }) { first, _ in first }
        activity = ActivityTab(
            targets, every: request.interval, isWholeProgram: !request.names.isEmpty, size: terminal.size,
            wake: { mailbox.send(.activity) },
            record: { row, pid, terminates, outcome in
                let login = clusters[row].flatMap { try? DeckServices.login(session, $0) }
                audit.ended(pid, terminates: terminates, outcome, on: row.name, login)
            })
    }

    func showFirstActivity() {
        guard let request = firstActivity, !state.rows.isEmpty else { return }
        firstActivity = nil
        showActivity(request.names.map { RowID($0) }, request)
    }

    func perform(_ effects: [ActivityEffect]) {
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
            case .export(let path):
                let expanded = session.environment.path(path)
                activity?.export(to: (try? ProcessEnvironment.absolutePath(expanded)) ?? expanded)
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
}
