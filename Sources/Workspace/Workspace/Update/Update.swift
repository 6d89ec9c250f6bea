import Catalog
import Editing
import Failures
import SQLWire
import ScreenKit
import TerminalUI
import Timestamps

/// The pure core of a session: applies an event to the state and returns the effects.
public func update(_ state: inout WorkspaceState, _ event: WorkspaceEvent) -> [WorkspaceEffect] {
    var effects = apply(&state, event)
    effects += startQueued(&state)
    effects += arrangeAgain(&state)
    // The reason for the confirmation is gone: nothing would be lost any more.
    if case .leave = state.overlay, state.run == nil, !state.hasTransaction { effects += close(&state) }
    state.text.follow(state.editor.buffer.bytes, revision: state.editor.revision, rules: state.rules)
    state.text.settle(at: state.editor.buffer.offset(of: state.editor.cursor))
    state.keepCursorInSight()
    state.turnPage()
    state.timeDraft()
    return effects
}

extension WorkspaceState {
    /// A crash loses at most the text of this period, in nanoseconds; a very long text is saved less often.
    private var draftDelay: Int64 { text.bytes.count > 1 << 20 ? 1_000_000_000 : 200_000_000 }

    fileprivate mutating func timeDraft() {
        if keptRevision == editor.revision {
            draftDueAt = nil
        } else if draftDueAt == nil {
            draftDueAt = now.uptime + draftDelay
        }
    }

    /// The draft, if it is time to save it.
    fileprivate mutating func draft(at now: Moment) -> [WorkspaceEffect] {
        guard keptRevision != editor.revision, let due = draftDueAt, now.uptime >= due else { return [] }
        keptRevision = editor.revision
        draftDueAt = nil
        return [.keepDraft(editor.text)]
    }
}

private func apply(_ state: inout WorkspaceState, _ event: WorkspaceEvent) -> [WorkspaceEffect] {
    switch event {
    case .input(let input, let now):
        state.now = now
        state.messages.dismiss(now)
        return take(&state, input)
    case .resized(let size):
        state.size = size
        return []
    case .tick(let now):
        return tick(&state, now)
    case .draftDue(let now):
        return state.draft(at: now)
    case .settings(let settings):
        state.settings = settings
        state.keymap = KeyTable(settings.keys)
        state.editor.style = settings.usesVi ? .vi : .emacs
        return []
    case .token(let facts):
        state.token = facts
        return []
    case .access(let access):
        if access?.end != state.access?.end { state.accessWarning = nil }
        state.access = access
        return []
    case .connected, .lost, .facts, .restored, .transactionAge, .openingTunnel:
        return follow(&state, event)
    case .answer, .sheet, .included:
        return answer(&state, event)
    case .job, .arranged, .found, .counted:
        return job(&state, event)
    case .names(let need, let rows):
        state.names.take(need, rows: rows)
        state.awaitedNames.remove(need)
        return refreshPopup(&state)
    case .namesFailed(let failure):
        if state.namesFailure != failure.what { state.say(.warning, "names are not completed: \(failure.brief)") }
        state.namesFailure = failure.what
        // The needs may be queried again later.
        state.askedNames.subtract(state.awaitedNames)
        state.awaitedNames = []
        if state.popup?.candidates.isEmpty == true { state.popup = nil }
        return []
    case .table(let request, let result):
        return described(&state, request, result)
    case .browsed(let need, let result):
        return browsed(&state, need, result)
    case .history(let lines, let query, let isGlobal):
        return history(&state, lines, query, isGlobal)
    case .saved(let lines):
        if case .saved(let list, _) = state.overlay { state.overlay = .saved(list, lines) }
        return []
    case .recent(let statements):
        for statement in statements { state.count(usesIn: Array(statement.utf8)) }
        return []
    case .text(let text, let replacesAll):
        if case .row = state.overlay, replacesAll {
            state.changeField { $0 = TextField(value: text) }
            return []
        }
        if replacesAll { state.editor.setText(text) } else { state.editor.insert(text) }
        state.focus = .editor
        return []
    case .said(let message):
        state.messages.add(message)
        state.log.add(LogLine(at: message.at, kind: message.kind, text: message.text))
        return []
    case .saidSeveral(let messages):
        state.log.leave(messages.left)
        for message in messages.elements {
            state.messages.add(message)
            state.log.add(LogLine(at: message.at, kind: message.kind, text: message.text))
        }
        return []
    }
}

/// Handles a new second: retries logins and repeats watched statements.
private func tick(_ state: inout WorkspaceState, _ now: Moment) -> [WorkspaceEffect] {
    state.now = now
    state.messages.advance(now)
    var effects = state.draft(at: now)
    state.warnOfAccessEnd()
    if let retryAt = state.retryAt, now.uptime >= retryAt, case .lost = state.phase {
        state.retryAt = nil
        state.phase = .connecting(since: now)
        effects.append(.connect)
    }
    if let watch = state.watch, state.run == nil, now.uptime >= watch.nextAt {
        effects += watchAgain(&state, watch)
    }
    return effects
}
