import Catalog
import Editing
import Failures
import Results
import SQLScript
import SQLText
import SQLWire
import ScreenKit
import Timestamps

/// Handles a part of an answer. Parts for an earlier run are dropped.
func answer(_ state: inout WorkspaceState, _ event: WorkspaceEvent) -> [WorkspaceEffect] {
    switch event {
    case .answer(let number, let answer, let now):
        state.now = now
        // Not bound to a constant: a second reference would copy the run's collected data on each change.
        guard state.run?.number == number else { return late(&state, answer) }
        return take(&state, answer)
    case .sheet(let number, let title, let lines, let now):
        state.now = now
        guard state.run?.number == number else { return [] }
        state.showText(title, lines, isError: false)
        return []
    case .included(let number, let path, let result):
        guard state.run?.number == number else { return [] }
        switch result {
        case .failure(let failure):
            return state.refuse(ScriptError(failure, endsRun: false)) ? next(&state) : []
        case .success(let bytes):
            do throws(ScriptError) {
                try state.script.enter(path)
            } catch {
                return state.refuse(error) ? next(&state) : []
            }
            let steps = steps(in: bytes, from: nil, state).map { $0.included(from: path) } + [.leave]
            if let effects = askFirst(&state, steps) { return effects }
            state.run?.putFirst(steps)
            return next(&state)
        }
    default: return []
    }
}

/// Handles a late part of an answer; the session's state in it still counts.
private func late(_ state: inout WorkspaceState, _ answer: Answer) -> [WorkspaceEffect] {
    switch answer {
    case .ended(let session): state.follow(session)
    case .notices(let notices): state.note(notices)
    case .lost(let error): return lost(&state, error, state.now)
    default: break
    }
    return []
}

private func take(_ state: inout WorkspaceState, _ answer: Answer) -> [WorkspaceEffect] {
    switch answer {
    case .began(let store): state.begin(store)
    case .rows(let elapsed):
        guard let result = state.run?.result else { break }
        state.changeItem(result) { item in
            if item.firstRow == nil { item.firstRow = elapsed }
            item.elapsed = elapsed
        }
    case .complete(let completion, let elapsed): state.complete(completion, elapsed)
    case .notices(let notices): state.note(notices)
    case .progress(let clusters): state.follow(clusters)
    case .concluded(let clusters, let elapsed): state.conclude(clusters, elapsed)
    case .held(let result): state.take(result)
    case .failed(let message, let elapsed): state.fail(message, elapsed)
    case .broken(let failure):
        state.say(.error, failure.brief)
        state.run?.hasFailed = true
        state.run?.broken = failure
        if let result = state.run?.result { state.changeItem(result) { $0.shortfall = failure.why ?? failure.what } }
    case .ended(let session): return ended(&state, session)
    case .lost(let error):
        state.run?.hasFailed = true
        return lost(&state, error, state.now)
    }
    return []
}

/// Handles the end of all answers to one text.
private func ended(_ state: inout WorkspaceState, _ session: SessionState) -> [WorkspaceEffect] {
    let hadTransaction = state.hasTransaction
    state.follow(session)
    guard let run = state.run else { return [] }
    var effects: [WorkspaceEffect] = state.outputs
    state.outputs = []
    if !hadTransaction, state.hasTransaction, state.place.dialect == .postgresql, session.identifier > 0 {
        effects.append(.askTransactionAge(session: session.identifier))
    }
    effects += learn(&state, from: run)
    if hadTransaction, !state.hasTransaction, state.hasDefined {
        state.hasDefined = false
        state.forgetNames()
        // Facts are not queried in a transaction.
        if state.place.dialect == .postgresql, state.phase.facts?.server.temporarySchema == nil {
            state.mayHaveSet = true
        }
    }
    if run.hasFailed, state.goesOnAfterErrors(run) {
        // psql's ON_ERROR_STOP is off: the next statement runs.
        state.run?.hasFailed = false
        state.run?.generated = []
        state.run?.result.map { number in state.changeItem(number) { $0.isEnded = true } }
        return effects + next(&state)
    }
    if run.hasFailed || run.cancelledAt != nil, !run.waiting.isEmpty {
        let count = run.waiting.count { $0 != .leave }
        if run.order?.role == .statement || run.order == nil {
            if count > 0, run.change == nil {
                state.say(.warning, "\(Count.of(count, "statement")) after it \(count == 1 ? "was" : "were") not run")
            }
        }
        state.run?.waiting = []
    }
    if run.hasFailed || run.cancelledAt != nil { state.script.begin() }
    if run.hasFailed, run.isWatched, state.watch != nil {
        state.watch = nil
        state.say(.warning, "no longer watched: it failed")
    }
    if run.hasFailed {
        state.dropQueue(because: "the statement before \(state.queue.count == 1 ? "it" : "them") failed")
    }
    state.run?.result.map { number in state.changeItem(number) { $0.isEnded = true } }
    if !run.hasFailed, run.cancelledAt == nil, !run.generated.isEmpty {
        state.run?.generated = []
        if let asked = askFirst(&state, run.generated) { return effects + asked }
        state.run?.putFirst(run.generated)
    }
    return effects + next(&state)
}

/// Updates the state after a successful statement.
private func learn(_ state: inout WorkspaceState, from run: RunState) -> [WorkspaceEffect] {
    guard !run.hasFailed, let order = run.order else { return [] }
    var rules = state.rules
    rules.isSentText = true
    state.belongings.take(order.text, rules: rules)
    if let database = UsedDatabase.name(in: order.text, rules: rules) {
        state.changeFacts { $0.server.database = database }
        state.forgetNames()
    }
    for effect in StatementEffect.all(in: order.text, rules: rules) {
        switch effect.kind {
        case .defines:
            // Names are queried again when needed, after the end of the transaction that defined them.
            state.forgetNames()
            state.hasDefined = state.hasTransaction
            // The statement may have created the first temporary table.
            if state.place.dialect == .postgresql, state.phase.facts?.server.temporarySchema == nil {
                state.mayHaveSet = true
            }
        case .sets:
            state.mayHaveSet = true
            state.hasSettings = true
        case .unknown: state.mayHaveSet = true
        case .transaction, .writes, .reads: break
        }
    }
    return []
}

extension WorkspaceState {
    /// Whether the queue runs although a statement has failed: psql's `ON_ERROR_STOP` is off, and only the server has
    /// reported an error.
    fileprivate func goesOnAfterErrors(_ run: RunState) -> Bool {
        !script.stopsAtError && run.cancelledAt == nil && !run.isGuarded && !run.isWatched && run.broken == nil
            && !run.waiting.isEmpty
    }

    /// Makes completion query the names again when needed.
    mutating func forgetNames() {
        names = SchemaNames()
        askedNames = []
    }

    /// Begins a result with rows.
    mutating func begin(_ store: ResultStore) {
        let title = run?.order.map { TextLine.of($0.text) } ?? "result"
        let shown = run?.grids.isEmpty == false ? item?.number : nil
        let number = add(title, .table(store))
        // Of several clusters, the first set of columns stays on the screen.
        if let shown { current = results.firstIndex { $0.number == shown } ?? current }
        if !place.members.isEmpty { run?.grids.append(number) }
        run?.tables += 1
        run?.result = number
        changeItem(number) { [order = run?.order] item in
            guard let order, order.text.count <= 65_536 else { return }
            (item.statement, item.parent) = (order.text, order.follows)
        }
        if run?.order?.isExpanded == true { changeItem(number) { $0.isExpanded = true } }
    }

    /// Adds and shows a result. The oldest ones are removed.
    @discardableResult
    mutating func add(_ title: String, _ content: ResultItem.Content) -> Int {
        if let old = run?.replaces {
            run?.replaces = nil
            if results.last?.number == old { results.removeLast() }
        }
        lastResult += 1
        results.append(ResultItem(number: lastResult, title: title, content: content, at: now))
        results[results.count - 1].database = databaseNumber
        if results.count > max(1, settings.keptResults) { results.removeFirst() }
        current = results.count - 1
        return lastResult
    }

    /// Handles a successful statement.
    mutating func complete(_ completion: SQLWire.Completion, _ elapsed: Int64) {
        if run?.order?.role == .statement {
            if run?.isGuarded == true { run?.touched += completion.rows ?? 0 }
            run?.change?.matched = completion.matchedRows
            if place.dialect == .postgresql { variables.note(.complete(completion)) }
        }
        let time = showsTiming ? " in \(Duration.of(elapsed))" : ""
        if let result = run?.result, completion.hasColumns {
            var rows = 0
            changeItem(result) { item in
                item.completion = completion
                item.elapsed = elapsed
                item.isEnded = true
                rows = item.store?.rowCount ?? 0
            }
            output(result)
            run?.result = nil
            let tag = completion.returnsChanges ? "\(completion.tag): " : ""
            say(.info, "\(tag)\(Count.of(rows, "row"))\(time)\(otherResults)\(remarks)")
        } else {
            let words = completion.words(place.dialect)
            let isShown = run?.order.map { $0.role != .begin } ?? true
            // After rows, as from CALL, this is only a message.
            if isShown, run?.tables == 0, run?.change == nil {
                let remarks = run?.remarks.sheet ?? []
                summarise(remarks + [SheetLine(words + time, hanging: 0)])
            }
            if run?.order?.role == .rollback, let verdict = run?.verdict {
                overlay = .text(SQLOverlay.Reader(title: "rolled back", verdict.sheet))
                return say(.error, "rolled back: \(verdict.what)")
            }
            if run?.order?.role == .rollback, run?.hasFailed == true || run?.cancelledAt != nil,
                let dialog = run?.dialog
            {
                overlay = .row(dialog)
                return log.add(LogLine(at: now, kind: .info, text: "rolled back" + time))
            }
            say(.info, (run?.order?.role == .rollback ? "rolled back" : words) + time + otherResults + remarks)
            if run?.order?.role == .commit, let change = run?.change { keep(change) }
        }
    }

    /// Writes rows to the output file, if there is one.
    mutating func output(_ result: Int) {
        guard let path = run?.order?.outputPath ?? outputPath, run?.order?.role == .statement,
            let store = results.first(where: { $0.number == result })?.store
        else { return }
        outputs.append(.output(store, path: path, isExpanded: run?.order?.isExpanded == true || isExpanded))
    }

    /// Handles notices: all go to the log, the last one is shown.
    mutating func note(_ notices: Newest<ServerMessage>) {
        run?.remarks.add(notices)
        log.leave(notices.left)
        for message in notices.elements.dropLast() {
            log.add(LogLine(at: now, kind: message.kind, text: message.lines.joined(separator: "\n")))
        }
        let warning = notices.elements.last { $0.kind == .warning }
        if run?.order?.role == .rollback, let warning {
            return say(.error, "not all of it was rolled back: \(warning.text)")
        }
        if let last = notices.last { say(last.kind, last.lines.joined(separator: "\n")) }
    }

    /// The remark that a statement, such as a CALL, returned several results.
    private var otherResults: String {
        let tables = run?.tables ?? 0
        let key = keymap.label(of: .previousResult) ?? "sql-previous-result"
        return tables > 1 ? "; \(tables) results, \(key) shows the one before" : ""
    }

    /// The notices on the statement, for the message about its end.
    private var remarks: String {
        guard let last = run?.remarks.last else { return "" }
        let count = run?.remarks.total ?? 1
        let more = count > 1 ? " (and \(Count.grouped(count - 1)) more, \(keymap.label(of: .log) ?? "F7"))" : ""
        return "; \(last.severity): \(TextLine.of(Array(last.text.utf8)))\(more)"
    }

    /// Handles a statement that the server rejected or aborted.
    mutating func fail(_ message: ServerMessage, _ elapsed: Int64) {
        run?.hasFailed = true
        lastError = message
        if place.dialect == .postgresql { variables.note(.failed(message)) }
        let isCancelled = run?.cancelledAt != nil
        let partial = run?.result
        if let partial {
            changeItem(partial) { item in
                item.isEnded = true
                item.elapsed = elapsed
                item.shortfall = item.shortfall ?? (isCancelled ? "cancelled" : "the server broke off")
            }
        }
        // The program itself cancelled it, for lack of space.
        if let broken = run?.broken { return say(.error, broken.brief) }
        if isCancelled {
            let rows = partial.flatMap { number in results.first { $0.number == number }?.store?.rowCount }
            let kept = rows.map { "; the \(Count.of($0, "row")) that came \($0 == 1 ? "is" : "are") kept" } ?? ""
            say(.warning, "cancelled by the server after \(Duration.of(elapsed))\(kept)")
            log.add(LogLine(at: now, kind: .warning, text: message.lines.joined(separator: "\n")))
            if let dialog = run?.dialog {
                run?.dialog = dialog.rejected(message)
            } else if partial == nil {
                summarise(message.lines.map { SheetLine($0, .error) })
            }
            return
        }
        let fault = Fault(message, in: run?.order)
        if let offset = fault.offset ?? run?.order?.place?.lowerBound {
            self.fault = editor.buffer.position(atByte: offset)
            // Of several statements, the cursor moves to the failed one.
            if let place = self.fault, run?.waiting.isEmpty == false { editor.moveCursor(to: place) }
        }
        messages.add(Message(.error, message.lines.joined(separator: "\n"), at: now))
        log.add(LogLine(at: now, kind: .error, text: message.loggedText))
        let origin = run?.order?.origin.map { [SheetLine("\($0):", .dim)] } ?? []
        if let dialog = run?.dialog {
            run?.dialog = dialog.rejected(message)
        } else if partial == nil {
            summarise(origin + fault.lines + missingVariables(message))
        }
    }

    /// Adds text lines to the run's result.
    mutating func summarise(_ lines: [SheetLine]) {
        if let index = results.indices.last, case .lines(var before) = results[index].content,
            results[index].run == lastRun
        {
            // Releases the second reference, so that the lines are extended in place.
            results[index].content = .lines([])
            before += lines
            if before.count > Self.mostLines { results[index].shorten(&before, to: Self.mostLines / 2) }
            results[index].content = .lines(before)
            current = index
            return
        }
        let title = run?.order.map { TextLine.of($0.text) } ?? "messages"
        add(title, .lines(lines))
        results[results.count - 1].run = lastRun
        results[results.count - 1].isEnded = true
    }

    /// The maximum number of text lines of a run.
    static let mostLines = 20_000

    /// Shows lines as a result of their own.
    mutating func showText(_ title: String, _ lines: [SheetLine], isError: Bool) {
        add(title, .lines(lines))
        results[results.count - 1].isEnded = true
    }
}

extension ResultItem {
    /// Drops the oldest lines, and adds a remark with their number.
    fileprivate mutating func shorten(_ lines: inout [SheetLine], to count: Int) {
        let goes = lines.count - count
        leftLines += goes
        lines.removeFirst(goes)
        let words = "\(Count.of(leftLines, "line")) before these \(leftLines == 1 ? "is" : "are") not kept"
        lines[0] = SheetLine(words, .dim)
        reading = TextReading()
    }
}

extension ServerMessage {
    /// The severity.
    var kind: Message.Kind { severity.uppercased().hasPrefix("WARN") ? .warning : .info }
}

extension Newest<ServerMessage> {
    /// The lines for a result.
    fileprivate var sheet: [SheetLine] {
        let gone = "\(Count.grouped(left)) more before these are not kept"
        return (left > 0 ? [SheetLine(gone, .dim)] : [])
            + elements.flatMap { $0.lines.map { SheetLine($0, hanging: 0) } }
    }
}

extension SQLWire.Completion {
    /// The outcome in the format of the server's own client.
    func words(_ dialect: Dialect) -> String {
        if !tag.isEmpty { return tag }
        let base = rows.map { "Query OK, \(Count.of($0, "row")) affected" } ?? "Query OK"
        return remark.map { "\(base) (\($0))" } ?? base
    }
}
