import Catalog
import Failures
import Profiles
import SQLWire
import ScreenKit
import Timestamps

/// Handles events of the session itself.
func follow(_ state: inout WorkspaceState, _ event: WorkspaceEvent) -> [WorkspaceEffect] {
    switch event {
    case .connected(.success(let session), let now): return connected(&state, session, now)
    case .connected(.failure(let error), let now): return failedToConnect(&state, error, now)
    case .lost(let error, let now): return lost(&state, error, now)
    case .openingTunnel(let isOpening):
        state.isOpeningTunnel = isOpening
        return []
    case .facts(let facts, let now):
        state.now = now
        let before = state.phase.facts?.server
        state.changeFacts { $0.server = facts }
        state.noteSession(facts)
        var effects: [WorkspaceEffect] = []
        if let before, before.database != facts.database || before.searchedSchemas != facts.searchedSchemas {
            state.forgetNames()
            effects = refreshPopup(&state)
        }
        if let before, before.role != .unknown, facts.role != .unknown, before.role != facts.role {
            state.say(.warning, "the server is a \(facts.role.word) now, it was a \(before.role.word)")
        }
        return effects
    case .transactionAge(let seconds, let now):
        state.now = now
        let age = Int64(max(0, min(seconds, 1e9)) * 1e9)
        state.changeFacts { facts in
            guard facts.state.transaction != .none else { return }
            facts.transactionSince = Moment(wall: now.wall - age, uptime: now.uptime - age)
        }
        return []
    case .restored(let what):
        if !what.isEmpty { state.say(.info, "restored: " + what.map(\.text).joined(separator: ", ")) }
        if what.contains(where: \.isMissing) {
            state.showText("logged in again", what.map { SheetLine($0.text) }, isError: false)
        }
        return []
    default: return []
    }
}

private func connected(_ state: inout WorkspaceState, _ session: SessionState, _ now: Moment) -> [WorkspaceEffect] {
    state.now = now
    let isAgain = state.wasOpen
    state.wasOpen = true
    state.isOpeningTunnel = false
    state.failedLogins = 0
    state.retryAt = nil
    state.keptFacts = nil
    state.belongings = SessionBelongings()
    var facts = SessionFacts(state: session, openedAt: now, dialect: state.place.dialect)
    if let before = state.serverBefore { facts.server = before }
    state.phase = .open(facts)
    // It replaces the message that the connection was lost.
    let goesTo = state.goesTo
    (state.goesTo, state.loginResult) = (nil, nil)
    if goesTo != nil { state.databaseNumber += 1 }
    if let goesTo, isAgain {
        state.serverBefore = nil
        state.say(.info, goesTo.isEmpty ? "logged in again" : "now connected to \(goesTo)")
    } else if isAgain {
        state.say(.warning, "logged in again; nothing was run again")
    } else {
        let found = state.hasFoundText ? "; the text is an earlier session's, none of it was run here" : ""
        state.say(.info, "connected to \(state.place.cluster.name)\(found)")
        state.hasFoundText = false
    }
    return isAgain ? [.askFacts] : [.askFacts, .listRecent]
}

private func failedToConnect(_ state: inout WorkspaceState, _ error: SessionError, _ now: Moment) -> [WorkspaceEffect] {
    state.now = now
    state.goesTo = nil
    state.isOpeningTunnel = false
    if let facts = state.keptFacts {
        state.keptFacts = nil
        state.phase = .open(facts)
        state.summarise(error.failure.sheet + [SheetLine("the session stays as it was", .dim)])
        state.say(.error, "the session stays as it was: \(error.failure.brief)")
        return []
    }
    state.phase = .lost(error.failure, at: now)
    state.failedLogins += 1
    state.say(.error, error.failure.brief)
    state.showLogin(error.failure)
    // A session that was open before reconnects with back-off; a first login does not.
    let mayPass = error.kind == .refused && state.failedLogins <= 3
    if state.wasOpen, mayPass || error.kind == .unreachable || error.kind == .lost {
        let seconds = min(60, 2 << min(5, state.failedLogins))
        state.retryAt = now.uptime + Int64(seconds) * 1_000_000_000
    }
    return []
}

/// The session is lost. Typed text and received rows stay; nothing is run again.
func lost(_ state: inout WorkspaceState, _ error: SessionError, _ now: Moment) -> [WorkspaceEffect] {
    state.now = now
    guard let facts = state.phase.facts else {
        // The loss was already reported, or another session replaces this one.
        state.keptFacts = nil
        return []
    }
    state.serverBefore = facts.server
    let loss = error.loss ?? state.assumedLoss(error)
    if let result = state.run?.result { state.changeItem(result) { $0.shortfall = "connection lost" } }
    state.endRun()
    let wasWatched = state.watch != nil
    state.watch = nil
    state.keptFacts = nil
    state.dropQueue(because: "the connection is lost")
    let belongings = state.belongings
    state.belongings = SessionBelongings()
    let how = loss.isDropped ? "dropped" : "lost"
    var words = ["connection \(how) at \(now.timestamp.clock): \(loss.cause)"]
    let since = facts.transactionSince.map { " since BEGIN at \($0.timestamp.clock)" } ?? ""
    let transaction = ": \(Count.of(facts.statementsInTransaction, "statement"))\(since)"
    words.append(loss.sentence + (facts.state.transaction == .none ? "" : transaction))
    if loss.isUncertain { words.append(loss.advice(state.place.dialect)) }
    if !belongings.isEmpty { words.append("gone with it: \(belongings.words)") }
    if wasWatched { words.append("\\watch has ended with it") }
    let again = "database and settings will be restored"
    if !loss.isHarmless || belongings.hasLocks {
        let key = state.keymap.label(of: .reconnect) ?? "sql-reconnect"
        words.append("\(key) logs in again with a fresh token; \(again)")
        state.phase = .lost(error.failure, at: now)
        state.showText("connection lost", words.map { SheetLine($0, .error) }, isError: true)
        state.say(.error, words.joined(separator: "; "))
        return []
    }
    words.append("logging in again, \(again)")
    if !belongings.isEmpty { state.showText("connection lost", words.map { SheetLine($0, .error) }, isError: true) }
    state.say(.warning, words.joined(separator: "; "))
    state.phase = .connecting(since: now)
    return [.connect]
}

extension WorkspaceState {
    /// The assumption for a session without a record: the running statement may have ended the transaction.
    fileprivate func assumedLoss(_ error: SessionError) -> Loss {
        let isOpen = hasTransaction
        // While a guarded run waits for its confirmation, nothing runs on the server.
        var isRunning = run != nil
        if case .commit = overlay { isRunning = false }
        guard isRunning else {
            return Loss(reason: error.failure.what, request: .none, fate: isOpen ? .rolledBack : .none)
        }
        let ends = Loss.Fate.maybeCommitted(by: "the statement", implicitly: false)
        return Loss(reason: error.failure.what, request: .unanswered, fate: isOpen ? ends : .maybeDone)
    }

    /// Shows why a login failed, in one result for all attempts; an open reader stays.
    fileprivate mutating func showLogin(_ failure: Failure) {
        if let number = loginResult, results.contains(where: { $0.number == number }) {
            return changeItem(number) { $0.content = .lines(failure.sheet) }
        }
        let before = current
        showText("login", failure.sheet, isError: true)
        loginResult = results.last?.number
        if wasOpen, let before, results.count > 1 { current = min(before, results.count - 2) }
    }

    mutating func changeFacts(_ body: (inout SessionFacts) -> Void) {
        guard case .open(var facts) = phase else { return }
        body(&facts)
        phase = .open(facts)
    }

    /// Stores the session's state from the answer to a statement.
    mutating func follow(_ session: SessionState) {
        let now = now
        changeFacts { facts in
            let wasOpen = facts.state.transaction != .none
            let isOpen = session.transaction != .none
            facts.state = session
            if isOpen, !wasOpen {
                facts.transactionSince = now
                facts.statementsInTransaction = 0
            } else if isOpen {
                facts.statementsInTransaction += 1
            } else {
                facts.transactionSince = nil
                facts.statementsInTransaction = 0
            }
        }
    }
}

extension ServerFacts.Role {
    /// The text for the status line.
    var word: String {
        switch self {
        case .unknown: "server"
        case .writer: "writer"
        case .reader: "reader"
        }
    }
}

extension Failure {
    /// The failure as separate lines.
    var sheet: [SheetLine] {
        [SheetLine(what, .error)] + (why.map { [SheetLine("  why: \($0)", hanging: 7)] } ?? [])
            + (next.map { [SheetLine("  try: \($0)", hanging: 7)] } ?? [])
    }
}

/// Numbers with their noun.
public enum Count {
    /// `3 rows`, `1 row`.
    public static func of(_ count: some BinaryInteger, _ word: String) -> String {
        "\(grouped(count)) \(word)\(count == 1 ? "" : "s")"
    }

    /// `1,248,311`.
    public static func grouped(_ count: some BinaryInteger) -> String {
        let digits = String(count.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (count < 0 ? "-" : "") + text
    }
}
