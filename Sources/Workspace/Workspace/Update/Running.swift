import Catalog
import Editing
import Profiles
import SQLScript
import SQLText
import SQLWire
import ScreenKit

/// Runs the statement under the cursor, or the selection.
func runStatement(_ state: inout WorkspaceState, isGuarded: Bool = false) -> [WorkspaceEffect] {
    if let selection = state.editor.selection {
        let first = state.editor.buffer.offset(of: selection.lowerBound)
        let end = state.editor.buffer.offset(of: selection.upperBound)
        let bytes = Array(state.text.bytes[first..<min(end, state.text.bytes.count)])
        state.editor.deselect()
        let passages = TextPassages(of: bytes, rules: state.rules).all
        let effects = start(&state, passages.map { step($0, from: first) }, isGuarded: isGuarded)
        state.noteRun(passages.last, through: first + bytes.count)
        return effects
    }
    guard let range = state.statementAtCursor else {
        state.say(.info, "there is no statement here")
        return []
    }
    let effects = start(&state, [step(range, from: 0)], isGuarded: isGuarded)
    state.noteRun(range, through: range.range.upperBound)
    return effects
}

/// Enter after a complete statement: runs everything typed since the last run. During a run it is queued.
func runTyped(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    let isLogin = state.statementAtCursor.map { state.login(in: [step($0, from: 0)]) != nil } ?? false
    if state.run == nil, !isLogin, let refusal = state.refusalToRun {
        // The text is not removed, so that the user sees that it was not run.
        state.say(.error, "not run: \(refusal)")
        return []
    }
    state.editor.moveCursor(to: state.editor.buffer.end)
    let end = state.editor.buffer.offset(of: state.editor.cursor)
    // An unterminated statement continues in the next line.
    var passages = state.text.typed(before: end).filter { !$0.isUnfinished }
    if passages.isEmpty, let one = state.statementAtCursor { passages = [one] }
    let wasRun = passages.first.map(state.text.wasRun) ?? false
    if wasRun { passages.removeFirst() }
    state.editor.insert("\n")
    edited(&state)
    state.text.noteEntered()
    guard !passages.isEmpty || !wasRun else {
        let key = state.keymap.label(of: .run) ?? "sql-run"
        state.say(.info, "it was run before; \(key) runs it again")
        return []
    }
    let steps = passages.map { step($0, from: 0) }
    guard state.run == nil else {
        state.queue.append(QueuedRun(steps: steps, isGuarded: false))
        let count = state.queue.reduce(0) { $0 + $1.steps.count }
        state.say(.info, "\(Count.of(count, "statement")) \(count == 1 ? "is" : "are") queued behind the running one")
        return []
    }
    return start(&state, steps, isGuarded: false)
}

/// Starts the queue when nothing runs and no confirmation is open.
func startQueued(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    var effects: [WorkspaceEffect] = []
    while state.run == nil, state.overlay == nil, !state.queue.isEmpty, case .open = state.phase {
        let queued = state.queue.removeFirst()
        effects += begin(&state, queued.steps, isGuarded: queued.isGuarded, isAsked: false)
    }
    return effects
}

/// Runs the whole text.
func runAll(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    let passages = TextPassages(of: state.text.bytes, rules: state.rules).all
    let effects = start(&state, passages.map { step($0, from: 0) }, isGuarded: false)
    state.noteRun(passages.last, through: state.text.bytes.count)
    return effects
}

/// The statements and commands of a text that begins at a position of the editor's text.
func steps(in bytes: [UInt8], from start: Int?, _ state: WorkspaceState) -> [Step] {
    TextPassages(of: bytes, rules: state.rules).all.map { step($0, from: start) }
}

private func step(_ range: Passage, from start: Int?) -> Step {
    switch range.item {
    case .command(let command): return .command(command)
    case .statement(let statement):
        let place = start.map { range.range.lowerBound + $0..<range.range.upperBound + $0 }
        var order = StatementOrder(text: statement.text, place: place)
        order.line = statement.line
        order.references = statement.references
        order.data = range.data
        if case .command(let command) = statement.ending { order.ending = command }
        return .statement(order)
    }
}

/// Starts with the first step, unless a confirmation is necessary.
private func start(_ state: inout WorkspaceState, _ steps: [Step], isGuarded: Bool) -> [WorkspaceEffect] {
    guard !steps.isEmpty else {
        state.say(.info, "there is nothing to run")
        return []
    }
    if let effects = logIn(&state, steps) { return effects }
    guard let refusal = state.refusalToRun else { return begin(&state, steps, isGuarded: isGuarded, isAsked: false) }
    state.say(.error, "not run: \(refusal)")
    return []
}

/// The login of a command.
private struct LoginRequest {
    /// Nil for the current database.
    let database: String?
}

/// Only a command that logs in can run without a session.
private func logIn(_ state: inout WorkspaceState, _ steps: [Step]) -> [WorkspaceEffect]? {
    state.login(in: steps).map { use(&state, $0.database) }
}

/// Starts a run. Destructive statements on a guarded cluster need a confirmation first.
///
/// - Parameter scripts: The scripts that are already open, if the run was interrupted by a confirmation.
func begin(
    _ state: inout WorkspaceState, _ steps: [Step], isGuarded: Bool, isAsked: Bool,
    scripts: [OpenScript] = [OpenScript()]
) -> [WorkspaceEffect] {
    if isGuarded, !state.place.members.isEmpty {
        state.say(.error, "not run: no transaction holds several clusters together; F5 runs it")
        return []
    }
    if isGuarded, let name = implicitCommit(in: steps, state) {
        state.say(.error, "not run: \(name) commits by itself on MySQL, no transaction holds it back; F5 runs it")
        return []
    }
    if !isAsked, let effects = askFirst(&state, steps, isGuarded: isGuarded) { return effects }
    state.lastRun += 1
    state.fault = nil
    state.popup = nil
    state.messages.hide()
    var waiting = steps
    var isGuarded = isGuarded
    let change = steps.first?.change
    if isGuarded, state.hasTransaction, change == nil {
        state.say(.info, "a transaction is open already; COMMIT or ROLLBACK is yours")
        isGuarded = false
    }
    if isGuarded {
        waiting.insert(.statement(.ending(RowChange.opening(inTransaction: state.hasTransaction), .begin)), at: 0)
    }
    if isAsked { state.script.resume(scripts) } else { state.script.begin() }
    var run = RunState(number: state.lastRun, waiting: waiting, startedAt: state.now, isGuarded: isGuarded)
    run.change = change
    run.change?.usesSavepoint = state.hasTransaction
    state.run = run
    return next(&state)
}

/// Asks for a confirmation before destructive steps on a guarded cluster. The current run ends; it continues with these
/// steps and the remaining ones after a yes. Nil when no confirmation is necessary.
///
/// - Parameter evenUnguarded: Whether to ask on any cluster.
func askFirst(
    _ state: inout WorkspaceState, _ steps: [Step], isGuarded: Bool? = nil, evenUnguarded: Bool = false
) -> [WorkspaceEffect]? {
    guard state.place.isGuarded || evenUnguarded else { return nil }
    let reasons = risks(of: steps, state)
    guard !reasons.isEmpty else { return nil }
    let all = steps.map(state.asked) + (state.run?.waiting ?? [])
    let isGuarded = isGuarded ?? state.run?.isGuarded ?? false
    let scripts = state.run == nil ? [OpenScript()] : state.script.scripts
    state.endRun()
    state.overlay = .confirm(
        SQLOverlay.Confirmation(reasons: reasons, steps: all, isGuarded: isGuarded, scripts: scripts), TextField())
    return []
}

/// The reasons for a confirmation.
func risks(of steps: [Step], _ state: WorkspaceState) -> [String] {
    let judged = steps.flatMap(state.judged)
    let effects = judged.map { StatementEffect.all(in: $0, rules: state.rules) }
    var reasons = effects.joined().flatMap(\.risks).map(\.sentence)
    let writes = effects.joined().contains { $0.writes || $0.kind == .defines }
    if writes { reasons += state.risksOfSeveral(steps) }
    if judged.count > 1, writes { reasons.append("\(judged.count) statements at once, some of which write") }
    return reasons
}

/// The first words of the first statement that MySQL commits implicitly.
private func implicitCommit(in steps: [Step], _ state: WorkspaceState) -> String? {
    guard state.place.dialect == .mysql else { return nil }
    var rules = state.rules
    rules.isSentText = true
    for case .statement(let order) in steps
    where StatementEffect.all(in: order.text, rules: rules).contains(where: \.commitsImplicitly) {
        return TextLine.of(Array(order.text.prefix(30)))
    }
    return nil
}

/// Continues with the next step, or ends the run. Steps that finish at once call this, too; then it only sets a mark,
/// because there may be very many of them.
func next(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard state.run != nil else { return [] }
    guard !state.isStepping else {
        state.goesOn = true
        return []
    }
    state.isStepping = true
    defer { state.isStepping = false }
    var effects: [WorkspaceEffect] = []
    while let step = state.takeStep() {
        state.goesOn = false
        state.run?.order = nil
        state.run?.result = nil
        switch step {
        case .leave: state.goesOn = state.leaveScript()
        case .statement(let order):
            do throws(ScriptError) {
                guard try state.script.admits(order.ending) else {
                    state.goesOn = true
                    break
                }
                effects += sendExpanded(&state, order)
            } catch {
                state.goesOn = state.refuse(error)
            }
        case .command(let command):
            do throws(ScriptError) {
                let action = try state.script.follow(command)
                effects += state.remembered(command) + perform(&state, action, command)
            } catch {
                state.goesOn = state.refuse(error)
            }
        }
        guard state.goesOn, state.run != nil else { return effects }
    }
    return effects + finish(&state)
}

func send(_ state: inout WorkspaceState, _ order: StatementOrder) -> [WorkspaceEffect] {
    var order = order
    if let ending = order.ending {
        order.ending = nil
        return perform(&state, ending, on: order)
    }
    guard let number = state.run?.number else { return [] }
    if let plan = order.plan { return [.explain(number, plan)] }
    state.run?.order = order
    if order.role != .readBack { state.run?.remarks = .notices }
    state.run?.tables = 0
    guard order.role == .statement else { return [.run(number, order)] }
    state.beginClusters(order)
    state.last = order
    state.last?.clusters = nil
    if state.run?.isWatched != true {
        state.log.add(LogLine(at: state.now, kind: .info, text: "> " + TextLine.of(order.text)))
    }
    // Recorded before it is sent, so that a statement that loses the connection is in the history.
    guard order.place != nil, state.watch.map({ $0.times <= 1 }) ?? true else { return [.run(number, order)] }
    if order.text.count <= 4_096 { state.count(usesIn: order.text) }
    let written = order.source?.written ?? order.text
    return [.remember(String(decoding: written, as: UTF8.self)), .run(number, order)]
}

/// Handles the end of the last step.
private func finish(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard state.leaveScript(), let run = state.run else { return [] }
    if run.isGuarded, state.hasTransaction {
        if let effects = endChange(&state, run) { return effects }
        guard !run.hasFailed else {
            state.run?.isGuarded = false
            return send(&state, .ending("ROLLBACK", .rollback))
        }
        state.overlay = .commit(TextField())
        return []
    }
    state.endRun()
    if run.isWatched, state.watch == nil { state.say(.info, "no longer watched") }
    guard state.mayHaveSet else { return [] }
    state.mayHaveSet = false
    return [.askFacts]
}

extension StatementOrder {
    /// A statement that a guarded run adds itself.
    static func ending(_ text: String, _ role: Role) -> StatementOrder {
        var order = StatementOrder(text: Array(text.utf8))
        order.role = role
        return order
    }
}

extension WorkspaceState {
    /// Adds a typed command to the history, if it is more than a short one; without secret values.
    fileprivate func remembered(_ command: ScriptCommand) -> [WorkspaceEffect] {
        guard !script.isIncluded, script.isActive, command.name.count > 1 || command.name == "i" || command.name == "d",
            !["set", "unset", "echo", "qecho", "warn", "quit", "exit", "help"].contains(command.name)
        else { return [] }
        return [.remember("\\\(command.name)\(String(decoding: command.arguments, as: UTF8.self))")]
    }

    /// The login of a command that is the only step while there is no session.
    fileprivate func login(in steps: [Step]) -> LoginRequest? {
        guard run == nil, case .lost = phase, steps.count == 1, case .command(let command) = steps[0],
            case .success(.use(let database)) = WorkspaceCommand.parse(command, dialect: place.dialect),
            database == nil || place.dialect == .postgresql
        else { return nil }
        return LoginRequest(database: database)
    }

    /// The statement under the cursor.
    var statementAtCursor: Passage? { text.statement(at: editor.buffer.offset(of: editor.cursor)) }

    /// Enter does not repeat a statement that was run or confirmed by a key.
    fileprivate mutating func noteRun(_ last: Passage?, through end: Int) {
        guard run != nil || overlay != nil else { return }
        text.noteRun(last, through: end)
    }

    /// Why nothing can run now.
    var refusalToRun: String? {
        if run != nil {
            return "something is running; \(keymap.label(of: .cancel) ?? "sql-cancel") cancels it"
        }
        switch phase {
        case .open: return nil
        case .connecting: return "the login is still under way"
        case .lost: return "there is no session; \(keymap.label(of: .reconnect) ?? "sql-reconnect") logs in again"
        }
    }

    /// Ends the run.
    mutating func endRun() {
        guard let run else { return }
        if let result = run.result { changeItem(result) { $0.isEnded = true } }
        self.run = nil
    }

    /// Clears the queue, because the run ended differently than its user could know.
    mutating func dropQueue(because reason: String) {
        guard !queue.isEmpty else { return }
        let count = queue.reduce(0) { $0 + $1.steps.count }
        queue = []
        let words = "\(Count.of(count, "statement")) that \(count == 1 ? "was" : "were") typed meanwhile"
        say(.error, "\(words) \(count == 1 ? "is" : "are") not run: \(reason)")
    }
}
