import Catalog
import Editing
import Endpoints
import Failures
import Profiles
import SQLScript
import SQLText
import SQLWire
import ScreenKit

/// Performs an action of the script machine; the run continues afterwards.
func perform(_ state: inout WorkspaceState, _ action: ScriptAction, _ command: ScriptCommand) -> [WorkspaceEffect] {
    guard let number = state.run?.number else { return [] }
    switch action {
    case .nothing:
        if BufferUse.of(command.name, state.place.dialect) == .drops {
            state.say(.info, "the open statement is forgotten")
        }
        if command.name == "restrict", let key = state.script.restriction.key {
            state.say(.info, "commands are refused until \\unrestrict \(key)")
        }
    case .include(let path, let isBeside):
        let directory =
            isBeside && !path.hasPrefix("/") && !path.hasPrefix("~") ? state.script.scripts.last?.directory : nil
        return [.include(number, path: directory.map { "\($0)/\(path)" } ?? path)]
    case .say(let text, _):
        state.summarise([SheetLine(text.hasSuffix("\n") ? String(text.dropLast()) : text, hanging: 0)])
    case .listVariables:
        state.summarise(state.variables.listing.split(separator: "\n").map { SheetLine(String($0)) })
    case .encoding(let name):
        guard ["utf8", "utf-8", "utf8mb4", "unicode"].contains(name.lowercased()) else {
            state.refuse(
                Failure(
                    .usage, "\\\(command.name) \(name) is not followed here",
                    why: "the session speaks UTF-8 and nothing else",
                    next: "quarterdeck sql CLUSTER -f FILE"))
            return []
        }
    case .stop:
        guard state.script.isIncluded else {
            state.endRun()
            state.dropClosingCommand()
            return close(&state)
        }
        state.script.stop()
        state.run?.leaveScript()
    case .own(let command): return perform(&state, command)
    }
    return next(&state)
}

/// Performs a workspace command; the run continues afterwards.
func perform(
    _ state: inout WorkspaceState, _ command: ScriptCommand, on order: StatementOrder? = nil
) -> [WorkspaceEffect] {
    let variables = state.place.dialect == .postgresql ? state.variables : nil
    switch WorkspaceCommand.parse(command, dialect: state.place.dialect, variables: variables) {
    case .failure(let failure):
        state.refuse(failure)
        return []
    case .success(let meaning):
        return perform(&state, meaning, on: order ?? command.open.map(state.order))
    }
}

private func perform(
    _ state: inout WorkspaceState, _ command: WorkspaceCommand, on order: StatementOrder?
) -> [WorkspaceEffect] {
    guard let number = state.run?.number else { return [] }
    // A command that stands alone applies to the previous statement.
    let order = order.flatMap { $0.text.isEmpty ? nil : $0 }
    switch command {
    case .query(let query): return [.show(number, query)]
    case .describe(let query): return [.describe(number, query)]
    case .copy(let copy): return [.copy(number, copy)]
    case .take(let use):
        let isAgain = order == nil
        guard var order = order ?? state.last else { return nothing(&state, "there is no statement to run") }
        order.use = use
        if isAgain, let effects = askFirst(&state, [.statement(order)]) { return effects }
        return send(&state, order)
    case .editDefinition(let query):
        state.dropLastCommand("e")
        return [.editDefinition(number, query)]
    case .run(let isExpanded, let path):
        let isAgain = order == nil
        guard var order = order ?? state.last else { return nothing(&state, "there is no statement to run") }
        order.use = .shown(isExpanded: isExpanded)
        order.outputPath = path
        // A confirmation of the statement itself does not cover running it again.
        if isAgain, let effects = askFirst(&state, [.statement(order)]) { return effects }
        return send(&state, order)
    case .watch(let seconds, let times):
        guard var order = order ?? state.last else { return nothing(&state, "there is no statement to watch") }
        order.use = .shown(isExpanded: false)
        return watch(&state, order, seconds, atMost: times)
    case .explain(let isAnalyzed):
        guard var order = order ?? state.last else { return nothing(&state, "there is no statement to explain") }
        if !order.references.isEmpty { order = state.expanded(order).last ?? order }
        return explain(&state, order.text, isAnalyzed: isAnalyzed)
    case .describeResult:
        guard let order = order ?? state.last else { return nothing(&state, "there is no statement to describe") }
        return [.describeResult(number, order.text)]
    case .use(let database):
        if state.place.dialect == .mysql, let database {
            state.mayHaveSet = true
            return send(&state, StatementOrder(text: Array("USE ".utf8) + quoted(database)))
        }
        return use(&state, database)
    case .kill(let session, let sql):
        var order = StatementOrder(text: sql)
        order.managedText = ManagedKill.call(session)
        return send(&state, order)
    default:
        let effects = performHere(&state, command, order)
        return effects + next(&state)
    }
}

/// Performs commands that need no server.
private func performHere(
    _ state: inout WorkspaceState, _ command: WorkspaceCommand, _ order: StatementOrder?
) -> [WorkspaceEffect] {
    switch command {
    case .expanded(.automatic):
        let key = state.keymap.label(of: .expanded) ?? "\\x"
        state.say(.info, "rows do not change their shape by themselves; \(key) turns those on the screen")
    case .expanded(let request):
        state.isExpanded = request.applied(to: state.isExpanded)
        state.say(.info, state.isExpanded ? "rows are shown value by value" : "rows are shown as a table")
    case .timing(let request):
        state.showsTiming = request.applied(to: state.showsTiming)
        state.say(.info, state.showsTiming ? "times are told" : "times are not told")
    case .output(let path):
        state.outputPath = path
        state.say(.info, path.map { "results go to \($0)" } ?? "results go to the screen")
    case .edit(nil, let line):
        state.dropLastCommand("e")
        return [editText(state, line: line)]
    case .edit(let path?, _): return [.terminal(.editFile(path))]
    case .write(let path): return [.writeFile(path, (order ?? state.last)?.text ?? [])]
    case .help(let topic): state.summarise(CommandHelp.lines(state.place.dialect, topic: topic))
    case .printStatement:
        let text = (order ?? state.last)?.text
        state.summarise([SheetLine(text.map { String(decoding: $0, as: UTF8.self) } ?? "there is no statement")])
    case .history(nil): return openHistory(&state)
    case .history(let path?): return [.writeHistory(path)]
    case .showActivity: return [.terminal(.showActivity)]
    case .refreshNames:
        state.forgetNames()
        state.browser = nil
        state.say(.info, "names are asked for again when they are next wanted")
    case .connectionInfo: state.summarise(state.connectionLines)
    case .lastError: state.summarise(state.lastError.map(\.allLines) ?? [SheetLine("there was no error yet")])
    case .export(let path, let format): return export(&state, to: path, format: format)
    default: state.say(.warning, "that command has no meaning here")
    }
    return []
}

/// Queries the plan of a statement. EXPLAIN ANALYZE executes the statement, so it needs the same confirmation as the
/// statement itself; on an unguarded cluster only if it does more than read.
func explain(_ state: inout WorkspaceState, _ text: [UInt8], isAnalyzed: Bool) -> [WorkspaceEffect] {
    let server = state.phase.facts?.server ?? ServerFacts(dialect: state.place.dialect)
    switch PlanRequest.make(for: text, isAnalyzed: isAnalyzed, facts: server, rules: state.rules) {
    case .failure(let failure):
        state.say(.error, failure.brief)
        state.endRun()
        return []
    case .success(let request):
        if state.run == nil, let refusal = state.refusalToRun {
            state.say(.warning, refusal)
            return []
        }
        var order = StatementOrder(text: request.sql)
        order.plan = request
        let isMoreThanReading = request.executes && request.mayWrite
        if let effects = askFirst(&state, [.statement(order)], evenUnguarded: isMoreThanReading) { return effects }
        guard state.run == nil else { return send(&state, order) }
        return begin(&state, [.statement(order)], isGuarded: false, isAsked: true)
    }
}

/// Connects to another database, or reconnects. The current session stays until the new login is open.
func use(_ state: inout WorkspaceState, _ database: String?) -> [WorkspaceEffect] {
    guard !state.hasTransaction else {
        state.refuse(
            Failure(
                .usage, "a transaction is open, and ends with the login", why: "the server rolls it back",
                next: "COMMIT or ROLLBACK first"))
        return []
    }
    state.endRun()
    state.serverBefore = state.phase.facts?.server ?? state.serverBefore
    state.keptFacts = state.phase.facts
    state.goesTo = database ?? ""
    state.phase = .connecting(since: state.now)
    return [.use(database: database)]
}

private func nothing(_ state: inout WorkspaceState, _ text: String) -> [WorkspaceEffect] {
    state.say(.info, text)
    return next(&state)
}

private func quoted(_ name: String) -> [UInt8] {
    Array("`".utf8) + name.utf8.flatMap { $0 == 0x60 ? [0x60, 0x60] : [$0] } + Array("`".utf8)
}

extension WorkspaceState {
    /// Removes a finished command's line from the text.
    fileprivate mutating func dropLastCommand(_ name: String) {
        var lines = editor.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let index = lines.lastIndex(where: { $0.drop { $0 == " " }.hasPrefix("\\\(name)") }) else { return }
        lines.remove(at: index)
        editor.setText(lines.joined(separator: "\n"))
        editor.moveCursor(to: editor.buffer.end)
        edited(&self)
        text.typedFrom = text.bytes.count
    }
}

extension WorkspaceState {
    /// The open statement, for a command that uses it without sending it.
    fileprivate func order(_ open: OpenStatement) -> StatementOrder {
        var order = StatementOrder(text: open.text)
        order.references = open.references
        return order
    }
}

extension CommandSwitch {
    func applied(to value: Bool) -> Bool {
        switch self {
        case .on: true
        case .off: false
        case .toggle, .automatic: !value
        }
    }
}

extension WorkspaceState {
    /// The lines about user, server and database of the session.
    var connectionLines: [SheetLine] {
        let cluster = place.cluster
        var lines = [
            SheetLine("cluster   \(cluster.name)"), SheetLine("endpoint  \(cluster.endpoint.host):\(cluster.port)"),
        ]
        guard let facts = phase.facts else { return lines + [SheetLine("there is no session", .error)] }
        let server = facts.server
        lines += [
            SheetLine("database  \(server.database ?? "-")"), SheetLine("user      \(server.user ?? place.user)"),
            SheetLine("role      \(server.role.word)\(server.isReadOnly ? ", read-only" : "")"),
            SheetLine("server    \(server.version ?? facts.state.serverVersion)"),
            SheetLine("session   \(facts.state.identifier)"), SheetLine("TLS       chain and host name verified"),
        ]
        return lines
    }
}
