import Catalog
import Endpoints
import Failures
import Profiles
import SQLScript
import SQLText
import SQLWire
import ScreenKit

/// Sends a statement with variables substituted, which may result in several statements. If a value makes it
/// destructive on a guarded cluster, a confirmation is necessary now.
func sendExpanded(_ state: inout WorkspaceState, _ order: StatementOrder) -> [WorkspaceEffect] {
    guard !order.references.isEmpty else { return send(&state, order) }
    let orders = state.expanded(order)
    guard let first = orders.first else { return next(&state) }
    let steps = orders.map { Step.statement($0) }
    // The confirmation may have covered other values, or none.
    if let source = first.source, source.expanded.text != order.asked, let effects = askFirst(&state, steps) {
        return effects
    }
    if steps.count > 1 { state.run?.putFirst(Array(steps.dropFirst())) }
    return send(&state, first)
}

extension WorkspaceState {
    /// Sets psql's variables about the session.
    mutating func noteSession(_ server: ServerFacts) {
        guard place.dialect == .postgresql else { return }
        variables.noteSession(
            database: server.database ?? "", user: server.user ?? place.user, host: place.cluster.endpoint.host,
            port: Int(place.cluster.port), version: phase.facts?.state.serverVersion ?? "")
    }

    /// A statement with variables substituted; if it becomes several, the last one has the original ending.
    func expanded(_ order: StatementOrder) -> [StatementOrder] {
        var order = order
        let references = order.references
        order.references = []
        let expanded = variables.expanded(
            order.text, references, stringsAreStandard: !(phase.facts?.state.hasBackslashEscapes ?? false))
        order.missing = expanded.unknown
        guard expanded.isChanged else { return [order] }
        let parts = expanded.parts
        return parts.enumerated().map { index, part in
            var one = order
            one.text = Array(expanded.text[part])
            one.source = ExpandedStatement(written: order.text, expanded: expanded, start: part.lowerBound)
            if index < parts.count - 1 { one.ending = nil }
            return one
        }
    }

    /// The texts that a step would send with the current variables, for judging them. A plan is judged when it is
    /// requested, and a description runs nothing.
    func judged(_ step: Step) -> [[UInt8]] {
        switch step {
        case .leave: return []
        case .command(let command):
            guard case .copy(let copy)? = meaning(of: command) else { return [] }
            return [copy.sql]
        case .statement(let order):
            guard order.role != .readBack else { return [] }
            switch order.ending.flatMap(meaning) {
            case .explain, .describeResult: return []
            default: break
            }
            guard !order.references.isEmpty else { return [order.text] }
            return expanded(order).map(\.text)
        }
    }

    private func meaning(of command: ScriptCommand) -> WorkspaceCommand? {
        let values = place.dialect == .postgresql ? variables : nil
        return try? WorkspaceCommand.parse(command, dialect: place.dialect, variables: values).get()
    }

    /// The step as it would run now, for the confirmation.
    func asked(_ step: Step) -> Step {
        guard case .statement(var order) = step, !order.references.isEmpty else { return step }
        order.asked = expanded(order).first?.source?.expanded.text
        return .statement(order)
    }

    /// Removes and returns the next step, if there is one.
    mutating func takeStep() -> Step? {
        run?.waiting.popFirst()
    }

    /// Handles the end of a script. Returns false when it ends inside an `\if`, which ends the run.
    mutating func leaveScript() -> Bool {
        do throws(ScriptError) {
            try script.leave()
            return true
        } catch {
            return refuse(error)
        }
    }

    /// Shows a script error. Returns whether the run continues.
    mutating func refuse(_ error: ScriptError) -> Bool {
        guard !error.endsRun, !script.stopsAtError, run?.isGuarded != true else {
            refuse(error.failure)
            return false
        }
        summarise(error.failure.sheet)
        say(.error, error.failure.brief)
        return true
    }

    /// Ends the run with an error of the program.
    mutating func refuse(_ failure: Failure) {
        summarise(failure.sheet)
        say(.error, failure.brief)
        dropQueue(because: failure.what)
        endRun()
        script.begin()
    }

    /// Handles the result of `\gset` or `\gexec`.
    mutating func take(_ result: HeldResult) {
        guard let use = run?.order?.use, run?.hasFailed == false else { return }
        if run?.order?.role == .readBack {
            run?.change?.stored = (try? result.values(prefix: ""))?.map(\.value) ?? []
            return
        }
        do throws(Failure) {
            switch use {
            case .shown: break
            case .statements:
                run?.generated = try result.statements().map { text in
                    var order = StatementOrder(text: text)
                    order.origin = "\\gexec"
                    return .statement(order)
                }
                say(.info, "\(Count.of(run?.generated.count ?? 0, "statement")) came for \\gexec")
            case .variables(let prefix):
                guard let values = try result.values(prefix: prefix) else { return }
                var changed = variables
                try changed.take(result, prefix: prefix)
                variables = changed
                let shown = values.map { name, value in
                    "\(name) \(value.map { "= " + TextLine.of(Array($0.prefix(200))) } ?? "is not set: it was NULL")"
                }
                summarise(shown.map { SheetLine($0, hanging: 4) })
                say(.info, shown.joined(separator: ", "))
            }
            variables.note("ROW_COUNT", "\(result.rowCount)")
        } catch {
            run?.hasFailed = true
            summarise(error.sheet)
            say(.error, error.brief)
        }
    }

    /// The possible cause of a syntax error: parameter notations of other clients.
    func missingVariables(_ message: ServerMessage) -> [SheetLine] {
        guard let order = run?.order, !order.missing.isEmpty, message.sqlState == "42601" else { return [] }
        let name = order.missing[0]
        return [SheetLine("try: \\set \(name) VALUE, for :\(name) has none", hanging: 5)]
    }
}
