import Failures
import Glibc
import Profiles
import ResultFormats
import SQLScript
import SQLText
import SQLWire
import SessionSetup
import Threads

/// Runs scripts in a session, statement by statement.
struct ScriptRun: ForegroundRun {
    let session: any SQLSession
    let plan: SessionPlan
    let dialect: Dialect
    let sink: any StatementSink
    let quiet: Bool
    /// The cluster's name for advice.
    let name: String
    let report: RunReport
    /// Opens included files, and `-` for the data of a `COPY … FROM STDIN` in a `-c`.
    var open: @Sendable (String) throws(Failure) -> ScriptSource = { path throws(Failure) in
        try ScriptSource.open(path)
    }
    /// The state that persists between scripts: psql's variables, error handling, restrictions.
    let machine: Locked<ScriptMachine>
    private let progress = Locked(Progress())

    struct Progress: Sendable {
        /// Whether the run waits for a server instead of a script.
        var isAtServer = false
        var wasInterrupted = false
        /// The number of sent statements.
        var statements = 0
        var status = ExitStatus.done
        /// The fate of the statement whose results could not be written.
        var afterword: String?
    }

    func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus {
        try await atServer { () async throws(SessionError) in try await session.open() }
        if dialect == .postgresql { await noteSession() }
        for source in sources {
            machine.withLock { $0.begin() }
            guard try await run(source), try leave(source) else { break }
        }
        let isLost = await session.loss()?.loss?.fate == .rolledBack
        if await session.state().transaction != .none || isLost {
            report.warn("a transaction was still open at the end; the server rolls it back")
        }
        await session.close()
        return progress.withLock { $0.wasInterrupted ? .interrupted : $0.status }
    }

    func interrupt() -> Bool {
        let isAtServer = progress.withLock { progress in
            progress.wasInterrupted = true
            return progress.isAtServer
        }
        if isAtServer { session.cancel() }
        return isAtServer
    }

    func abort() { session.abort() }

    var writeError: Int32 { sink.writeError }

    var afterword: String? { progress.withLock { $0.afterword } }

    func conclude() { sink.abandon() }

    /// Runs a script. Returns whether to continue.
    private func run(_ source: ScriptSource) async throws(Failure) -> Bool {
        if case .text(let text) = source.content, dialect == .postgresql { return try await run(whole: text) }
        let reader = ScriptReader(source, dialect)
        let commands = commands(of: source.name)
        var last: [UInt8] = []
        let isText = if case .text = source.content { true } else { false }
        if isText { sink.begin() }
        // An earlier script may have restricted this one.
        await tell(reader)
        while let item = try reader.next() {
            if progress.withLock({ $0.wasInterrupted }) { return false }
            let goesOn =
                switch decide(item) {
                case .nothing: true
                case .refused(let error, let command): try report(error, commands.place(command))
                case .statement(let statement, let use):
                    try await run(statement, use, reader, commands, &last)
                case .command(let action, let command):
                    try await perform(action, command, source, commands, reader, last)
                }
            guard goesOn else { return false }
            await tell(reader)
        }
        return true
    }

    /// The machine's decision about an item.
    private enum Decision {
        case nothing
        case statement(ScriptStatement, ResultUse)
        case command(ScriptAction, ScriptCommand)
        case refused(ScriptError, ScriptCommand)
    }

    private func decide(_ item: ScriptItem) -> Decision {
        var machine = machine.withLock { $0 }
        let (ending, command): (ScriptCommand?, ScriptCommand?) =
            switch item {
            case .command(let command): (nil, command)
            case .statement(let statement):
                if case .command(let ending) = statement.ending { (ending, nil) } else { (nil, nil) }
            }
        do throws(ScriptError) {
            switch item {
            case .statement(let statement):
                guard try machine.admits(ending) else { return .nothing }
                guard let ending else { return .statement(statement, .shown(isExpanded: false)) }
                guard let use = try machine.use(of: ending) else { return .command(.own(ending), ending) }
                return .statement(statement, use)
            case .command(let command):
                let action = try machine.follow(command)
                self.machine.withLock { [machine] in $0 = machine }
                return .command(action, command)
            }
        } catch {
            return .refused(error, ending ?? command ?? ScriptCommand(name: "", arguments: [], line: 0))
        }
    }

    /// Performs the action of a command. Returns whether to continue.
    private func perform(
        _ action: ScriptAction, _ command: ScriptCommand, _ source: ScriptSource, _ commands: ScriptCommands,
        _ reader: ScriptReader, _ last: [UInt8]
    ) async throws(Failure) -> Bool {
        switch action {
        case .nothing: break
        case .stop:
            reader.stop()
            machine.withLock { $0.stop() }
        case .include(let path, let isBeside):
            let whole = isBeside && !path.hasPrefix("/") ? source.directory + "/" + path : path
            return try await include(whole, command, commands)
        case .say(let text, let isRemark):
            if isRemark {
                report.plain(text.hasSuffix("\n") ? String(text.dropLast()) : text)
            } else {
                try sink.say(text)
            }
        case .listVariables: try sink.say(machine.withLock { $0.variables.listing })
        case .encoding(let name):
            let words = dialect == .postgresql ? "SET client_encoding TO '\(name)'" : "SET NAMES \(name)"
            return try await runOwn(Array(words.utf8), command, source)
        case .own:
            switch try stopping({ () throws(Failure) in try commands.meaning(of: command) }) {
            case .nothing: break
            case .statement(let text): return try await runOwn(text, command, source)
            case .statementSoFar:
                let text = command.open?.text ?? last
                try sink.say(String(decoding: text, as: UTF8.self) + "\n")
            }
        }
        return true
    }

    /// Runs an included script.
    private func include(
        _ path: String, _ command: ScriptCommand, _ commands: ScriptCommands
    ) async throws(Failure) -> Bool {
        var machine = machine.withLock { $0 }
        do throws(ScriptError) {
            try machine.enter(path)
        } catch {
            return try report(error, commands.place(command))
        }
        let source: ScriptSource
        do throws(Failure) {
            source = try open(path)
        } catch {
            // psql and mysql continue after it as after any other error.
            return try report(ScriptError(error, endsRun: false), commands.place(command))
        }
        self.machine.withLock { [machine] in $0 = machine }
        guard try await run(source) else { return false }
        return try leave(source)
    }

    /// Handles the end of a script.
    private func leave(_ source: ScriptSource) throws(Failure) -> Bool {
        var machine = machine.withLock { $0 }
        var error: ScriptError?
        do throws(ScriptError) {
            try machine.leave(source.name ?? "the script")
        } catch let unended {
            error = unended
        }
        self.machine.withLock { [machine] in $0 = machine }
        return try error.map { error throws(Failure) in try report(error, "") } ?? true
    }

    /// Runs the statement of a command.
    private func runOwn(
        _ text: [UInt8], _ command: ScriptCommand, _ source: ScriptSource
    ) async throws(Failure) -> Bool {
        if case .file = source.content { sink.begin() }
        return goesOn(after: try await run(StatementPlace(text: text, line: command.line, source: source.name)))
    }

    /// Reports an error of the machine; throws it if the run must end.
    private func report(_ error: ScriptError, _ place: String) throws(Failure) -> Bool {
        let failure = Failure(
            error.failure.status, place + error.failure.what, why: error.failure.why, next: error.failure.next)
        guard !error.endsRun, !stopsAtError else { throw stopped(failure) }
        report.write(failure)
        progress.withLock { $0.status = .sqlFailed }
        return true
    }

    private var stopsAtError: Bool { machine.withLock { $0.stopsAtError } }

    /// Passes the current rules to the scanner.
    private func tell(_ reader: ScriptReader) async {
        let isRestricted = machine.withLock { $0.restriction.key != nil }
        reader.follow(await session.state(), isRestricted: isRestricted)
    }

    /// Runs a statement of a file, which variables may turn into several. Returns whether to continue.
    private func run(
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

    private func texts(of statement: ScriptStatement) async -> [[UInt8]] {
        guard !statement.references.isEmpty else { return [statement.text] }
        let isStandard = !(await session.state().hasBackslashEscapes)
        let variables = machine.withLock { $0.variables }
        return variables.expanded(statement.text, statement.references, stringsAreStandard: isStandard).statements
    }

    private func commands(of name: String?) -> ScriptCommands {
        ScriptCommands(name: name, dialect: dialect, cluster: self.name, report: report)
    }

    private func stopping<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        do throws(Failure) {
            return try work()
        } catch {
            throw stopped(error)
        }
    }

    /// The advice to run a script by other means is wrong after a part of it has run.
    private func stopped(_ failure: Failure) -> Failure {
        let count = progress.withLock { $0.statements }
        guard count > 0 else { return failure }
        let done = "the \(count == 1 ? "statement" : "\(count) statements") before it ran"
        return Failure(
            failure.status, failure.what, why: [failure.why, done].compactMap { $0 }.joined(separator: "; "),
            next: failure.next.map { "for the rest, from this line on: \($0)" })
    }

    /// A `-c` for PostgreSQL is sent as one text, which makes it one transaction, as in psql.
    private func run(whole text: [UInt8]) async throws(Failure) -> Bool {
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

    private func noteSession() async {
        let version = await session.state().serverVersion
        machine.withLock {
            $0.variables.noteSession(
                database: plan.database ?? plan.user, user: plan.user, host: plan.host, port: plan.dialPort,
                version: version)
        }
    }

    private func nameTable(_ text: [UInt8]) async {
        sink.name(table: await TargetTable(session: session).name(for: text))
    }

    /// The outcome of a statement.
    private enum Outcome {
        case done, failed
        /// Interrupted, or the output has failed.
        case givenUp
    }

    /// An interrupt may arrive after a statement has finished: then nothing was cancelled, but the run still ends.
    private func goesOn(after outcome: Outcome) -> Bool {
        guard !progress.withLock({ $0.wasInterrupted }) else { return false }
        return switch outcome {
        case .done: true
        case .failed: !stopsAtError
        case .givenUp: false
        }
    }

    /// Runs a statement whose result the script uses.
    private func run(
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

    /// Runs a statement.
    private func run(
        _ place: StatementPlace, input: @escaping CopySource = { nil }
    ) async throws(Failure) -> Outcome {
        try await run(place, input: input) { [sink] event in sink.take(event) }
    }

    private func run(
        _ place: StatementPlace, input: @escaping CopySource, take: @escaping @Sendable (ResultEvent) -> Bool
    ) async throws(Failure) -> Outcome {
        let limit = limitTime()
        defer { limit?.cancel() }
        let (machine, session) = (machine, session)
        let changes = Locked(Changes())
        do throws(Failure) {
            try await atServer { () async throws(SessionError) in
                try await session.run(place.text, input: input) { event in
                    machine.note(event)
                    changes.withLock { $0.note(event) }
                    // The output has failed, so the server need not continue.
                    if !take(event) { session.cancel() }
                }
            }
        } catch {
            throw place.failure(error)
        }
        progress.withLock { $0.statements += 1 }
        if sink.writeError != 0 {
            let words = changes.withLock { $0 }.fate(await session.state().transaction)
            progress.withLock { $0.afterword = words }
            return .givenUp
        }
        let failures = sink.takeFailures()
        guard let first = failures.first else { return .done }
        if progress.withLock({ $0.wasInterrupted }) {
            report.write(Failure(.interrupted, "cancelled; the server says: \(first.text)"))
            return .givenUp
        }
        for failure in failures { report.write(place.failure(failure)) }
        progress.withLock { $0.status = .sqlFailed }
        return .failed
    }

    /// MySQL's own time limit applies only to SELECT; the program cancels other statements.
    private func limitTime() -> Task<Void, Never>? {
        guard dialect == .mysql, let seconds = plan.statementTimeout else { return nil }
        let session = session
        return Task {
            guard (try? await Task.sleep(for: .seconds(seconds + 1))) != nil else { return }
            session.cancel()
        }
    }

    private func atServer(_ work: () async throws(SessionError) -> Void) async throws(Failure) {
        progress.withLock { $0.isAtServer = true }
        defer { progress.withLock { $0.isAtServer = false } }
        do throws(SessionError) {
            try await work()
        } catch {
            sink.abandon()
            throw error.failure
        }
    }
}

extension Locked<ScriptMachine> {
    /// Records the outcome for psql's variables.
    fileprivate func note(_ event: ResultEvent) {
        switch event {
        case .complete, .failed: withLock { $0.variables.note(event) }
        case .columns, .rows, .data, .notice: break
        }
    }
}
