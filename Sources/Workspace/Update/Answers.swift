import Editing
import Catalog
import Failures
import QuarterdeckCore
import Results
import SQLCore
import SQLText
import Timestamps

/// A piece of an answer to what runs. What comes for something else is old and dropped.
func answer(_ state: inout WorkspaceState, _ event: WorkspaceEvent) -> [WorkspaceEffect] {
    switch event {
    case .answer(let number, let answer, let now):
        state.now = now
        guard let run = state.run, run.number == number else { return late(&state, answer) }
        return take(&state, answer)
    case .sheet(let number, let title, let lines, let now):
        state.now = now
        guard state.run?.number == number else { return [] }
        state.showText(title, lines, isError: false)
        return []
    case .included(let number, let directory, let result):
        guard state.run?.number == number else { return [] }
        switch result {
        case .failure(let failure):
            state.showText("\\i", failure.sheet, isError: true)
            state.say(.error, failure.brief)
            state.endRun()
            return []
        case .success(let bytes):
            let steps = steps(in: bytes, from: nil, state).map { $0.included(from: directory, state.place.dialect) }
            if let effects = askFirst(&state, steps) { return effects }
            state.run?.waiting.insert(contentsOf: steps, at: 0)
            return next(&state)
        }
    default: return []
    }
}

/// What comes when nothing is waited for any more: the server's word about the session still counts.
private func late(_ state: inout WorkspaceState, _ answer: Answer) -> [WorkspaceEffect] {
    switch answer {
    case .ended(let session): state.follow(session)
    case .notice(let message): state.note(message)
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
    case .notice(let message): state.note(message)
    case .failed(let message, let elapsed): state.fail(message, elapsed)
    case .broken(let failure):
        state.say(.error, failure.brief)
        state.run?.hasFailed = true
    case .ended(let session): return ended(&state, session)
    case .lost(let error):
        state.run?.hasFailed = true
        return lost(&state, error, state.now)
    }
    return []
}

/// All answers to one text have come.
private func ended(_ state: inout WorkspaceState, _ session: SessionState) -> [WorkspaceEffect] {
    let hadTransaction = state.hasTransaction
    state.follow(session)
    guard let run = state.run else { return [] }
    var effects: [WorkspaceEffect] = state.outputs
    state.outputs = []
    if !hadTransaction, state.hasTransaction, state.place.dialect == .postgresql, session.identifier > 0 {
        effects.append(.askTransactionAge(session: session.identifier))
    }
    if let order = run.order, order.role == .statement, order.place != nil {
        effects.append(.remember(String(decoding: order.text, as: UTF8.self)))
        if order.text.count <= 4_096 { state.count(usesIn: order.text) }
    }
    effects += learn(&state, from: run)
    if run.hasFailed || run.cancelledAt != nil, !run.waiting.isEmpty {
        let count = run.waiting.count
        if run.order?.role == .statement || run.order == nil {
            state.say(.warning, "\(Count.of(count, "statement")) after it \(count == 1 ? "was" : "were") not run")
        }
        state.run?.waiting = []
    }
    state.run?.result.map { number in state.changeItem(number) { $0.isEnded = true } }
    return effects + next(&state)
}

/// What a statement that was done means for what is known.
private func learn(_ state: inout WorkspaceState, from run: RunState) -> [WorkspaceEffect] {
    guard !run.hasFailed, let order = run.order else { return [] }
    var rules = state.rules
    rules.isSentText = true
    for effect in StatementEffect.all(in: order.text, rules: rules) {
        switch effect.kind {
        case .defines:
            // Names are asked for again when they are next wanted.
            state.forgetNames()
        case .sets, .unknown: state.mayHaveSet = true
        case .transaction, .writes, .reads: break
        }
    }
    return []
}

extension WorkspaceState {
    /// Names of the schema are asked for again when they are next wanted.
    mutating func forgetNames() {
        names = SchemaNames()
        askedNames = []
    }

    /// A result with rows begins.
    mutating func begin(_ store: ResultStore) {
        let title = run?.order.map { TextLine.of($0.text) } ?? "result"
        let number = add(title, .table(store))
        run?.result = number
        if run?.order?.isExpanded == true { changeItem(number) { $0.isExpanded = true } }
    }

    /// Adds a result, which is shown from now on. The oldest ones go.
    @discardableResult
    mutating func add(_ title: String, _ content: ResultItem.Content) -> Int {
        lastResult += 1
        results.append(ResultItem(number: lastResult, title: title, content: content, at: now))
        if results.count > max(1, settings.keptResults) { results.removeFirst() }
        current = results.count - 1
        return lastResult
    }

    /// A statement is done.
    mutating func complete(_ completion: SQLCore.Completion, _ elapsed: Int64) {
        if run?.order?.role == .statement, run?.isGuarded == true { run?.touched += completion.rows ?? 0 }
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
            say(.info, "\(Count.of(rows, "row"))\(time)")
        } else {
            let words = completion.words(place.dialect)
            if run?.order?.role == .statement || run?.order?.role == .commit || run?.order?.role == .rollback {
                summarise([SheetLine(words + time, hanging: 0)])
            }
            say(.info, words + time)
        }
        if completion.warnings > 0 {
            say(.warning, "\(Count.of(completion.warnings, "warning")): SHOW WARNINGS tells them")
        }
    }

    /// Rows that were asked to go to a file do so.
    private mutating func output(_ result: Int) {
        guard let path = run?.order?.outputPath ?? outputPath, run?.order?.role == .statement,
            let store = results.first(where: { $0.number == result })?.store
        else { return }
        outputs.append(.output(store, path: path, isExpanded: run?.order?.isExpanded == true || isExpanded))
    }

    /// The server remarks something.
    mutating func note(_ message: ServerMessage) {
        let kind: Message.Kind = message.severity == "WARNING" ? .warning : .info
        say(kind, message.lines.joined(separator: "\n"))
    }

    /// The server refused a statement, or ended it.
    mutating func fail(_ message: ServerMessage, _ elapsed: Int64) {
        run?.hasFailed = true
        let isCancelled = run?.cancelledAt != nil
        let partial = run?.result
        if let partial { changeItem(partial) { $0.isEnded = true } }
        if isCancelled {
            let rows = partial.flatMap { number in results.first { $0.number == number }?.store?.rowCount }
            let kept = rows.map { "; the \(Count.of($0, "row")) that came \($0 == 1 ? "is" : "are") kept" } ?? ""
            say(.warning, "cancelled by the server after \(Duration.of(elapsed))\(kept)")
            log.add(LogLine(at: now, kind: .warning, text: message.lines.joined(separator: "\n")))
            if partial == nil { summarise(message.lines.map { SheetLine($0, .error) }) }
            return
        }
        let fault = Fault(message, in: run?.order)
        if let offset = fault.offset { self.fault = editor.buffer.position(atByte: offset) }
        say(.error, message.lines.joined(separator: "\n"))
        if partial == nil { summarise(fault.lines) }
    }

    /// Adds lines to what the run shows besides rows.
    mutating func summarise(_ lines: [SheetLine]) {
        if let index = results.indices.last, case .lines(let before) = results[index].content,
            results[index].run == lastRun
        {
            results[index].content = .lines(before + lines)
            current = index
            return
        }
        let title = run?.order.map { TextLine.of($0.text) } ?? "messages"
        add(title, .lines(lines))
        results[results.count - 1].run = lastRun
        results[results.count - 1].isEnded = true
    }

    /// Shows lines as a result of their own.
    mutating func showText(_ title: String, _ lines: [SheetLine], isError: Bool) {
        add(title, .lines(lines))
        results[results.count - 1].isEnded = true
    }
}

extension SQLCore.Completion {
    /// What it did, as the server's own client would say it.
    func words(_ dialect: Dialect) -> String {
        if !tag.isEmpty { return tag }
        let base = rows.map { "Query OK, \(Count.of($0, "row")) affected" } ?? "Query OK"
        return remark.map { "\(base) (\($0))" } ?? base
    }
}
