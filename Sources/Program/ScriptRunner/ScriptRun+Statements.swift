import Failures
import SQLScript
import SQLText
import SQLWire
import Threads

/// The statements of a script.
extension ScriptRun {
    /// Runs a statement of a file, which variables may turn into several. Returns whether to continue.
    func run(
        _ statement: ScriptStatement, _ use: ResultUse, _ reader: ScriptReader, _ commands: ScriptCommands,
        _ last: inout [UInt8]
    ) async throws(Failure) -> Bool {
        if case .file = reader.source.content { sink.begin() }
        // A lone `\g` repeats the last statement.
        let texts = statement.text.isEmpty ? [last] : await texts(of: statement)
        for (index, text) in texts.enumerated() {
            last = text
            reader.beginStatement()
            let place = StatementPlace(text: text, line: statement.line, source: commands.name)
            let use = index == texts.count - 1 ? use : .shown(isExpanded: false)
            sink.expand(use == .shown(isExpanded: true))
            if sink.namesTable, dialect == .postgresql { await nameTable(text) }
            let outcome =
                if case .shown = use {
                    try await run(place, input: reader.nextData)
                } else {
                    try await run(place, input: reader.nextData, for: use)
                }
            if outcome == .failed, SQLLexer(rules: LexRules(dialect: dialect)).readsCopyData(text) { reader.skipData() }
            guard goesOn(after: outcome) else { return false }
        }
        return true
    }

    func texts(of statement: ScriptStatement) async -> [[UInt8]] {
        guard !statement.references.isEmpty else { return [statement.text] }
        let isStandard = !(await session.state().hasBackslashEscapes)
        let variables = machine.withLock { $0.variables }
        return variables.expanded(statement.text, statement.references, stringsAreStandard: isStandard).statements
    }

    /// A `-c` for PostgreSQL is sent as one text, which makes it one transaction, as in psql.
    func run(whole text: [UInt8]) async throws(Failure) -> Bool {
        for case .command(let command) in PostgreSQLScanner.items(of: text) {
            throw commands(of: nil).refusal(of: command)
        }
        let input = LateReader(open, dialect)
        sink.begin()
        if sink.namesTable, PostgreSQLScanner.items(of: text).count == 1 { await nameTable(text) }
        let outcome = try await run(StatementPlace(text: text, line: 1, source: nil), input: input.nextData)
        // The server treated the input as empty.
        if let failure = input.failure { throw failure }
        return goesOn(after: outcome)
    }

    func nameTable(_ text: [UInt8]) async {
        sink.name(table: await TargetTable(session: session).name(for: text))
    }

    /// Runs a statement whose result the script uses.
    func run(
        _ place: StatementPlace, input: @escaping CopySource, for use: ResultUse
    ) async throws(Failure) -> Outcome {
        let held = Locked(HeldResult())
        let outcome = try await run(place, input: input) { [sink] event in
            held.withLock { $0.take(event) }.reduce(true) { sink.take($1) && $0 }
        }
        guard outcome == .done else { return outcome }
        let result = held.withLock { $0 }
        do throws(Failure) {
            guard case .variables(let prefix) = use else {
                let texts = try result.statements()
                var (done, isCut) = (0, true)
                defer {
                    if isCut { report.warn("\\gexec was cut: \(done) of its \(texts.count) statements were done") }
                }
                for text in texts {
                    let outcome = try await run(StatementPlace(text: text, line: place.line, source: place.source))
                    if outcome == .done { done += 1 }
                    guard goesOn(after: outcome) else {
                        isCut = done < texts.count
                        return outcome == .done ? .givenUp : outcome
                    }
                }
                isCut = false
                return .done
            }
            var changed = machine.withLock { $0.variables }
            try changed.take(result, prefix: prefix)
            machine.withLock { $0.variables = changed }
        } catch {
            guard error.status == .sqlFailed || error.status == .badData else { throw error }
            report.write(place.failure(error))
            progress.withLock { $0.status = .sqlFailed }
            return .failed
        }
        return .done
    }
}
