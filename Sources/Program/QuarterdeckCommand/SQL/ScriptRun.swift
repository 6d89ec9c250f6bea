import Threads
import Failures
import Glibc
import Profiles
import ResultFormats
import SQLCore
import SessionSetup

/// Runs scripts in a session, statement by statement.
struct ScriptRun: ForegroundRun {
    let session: any SQLSession
    let plan: SessionPlan
    let dialect: Dialect
    let sink: any StatementSink
    let stopsAtError: Bool
    let quiet: Bool
    /// The cluster, as advice names it.
    let name: String
    let report: RunReport
    /// Opens what is named: files that a script includes, and `-` for the data of a `COPY … FROM STDIN` in a `-c`.
    var open: @Sendable (String) throws(Failure) -> ScriptSource = { path throws(Failure) in
        try ScriptSource.open(path)
    }
    private let progress = Locked(Progress())
    /// psql's variables, which hold from one script to the next.
    private let variables = Locked(ScriptVariables())

    struct Progress: Sendable {
        /// Whether a server is being waited for, rather than a script.
        var isAtServer = false
        var wasInterrupted = false
        /// Statements that the server has been given.
        var statements = 0
        var status = ExitStatus.done
        /// What became of the statement whose results could not be written.
        var afterword: String?
    }

    func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus {
        try await atServer { () async throws(SessionError) in try await session.open() }
        if dialect == .postgresql { await noteSession() }
        for source in sources {
            guard try await run(source) else { break }
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

    /// Runs a script. Answers whether what follows it is to run.
    private func run(_ source: ScriptSource, depth: Int = 0) async throws(Failure) -> Bool {
        if case .text(let text) = source.content, dialect == .postgresql { return try await run(whole: text) }
        let reader = ScriptReader(source, dialect)
        let commands = commands(of: source.name)
        var conditions = ScriptConditions()
        var last: [UInt8] = []
        let isText = if case .text = source.content { true } else { false }
        if isText { sink.begin() }
        while let item = try reader.next() {
            if progress.withLock({ $0.wasInterrupted }) { return false }
            switch item {
            case .command(let command)
            where dialect == .postgresql && ScriptConditions.commands.contains(command.name):
                conditions = try stopping { () throws(Failure) in try commands.followed(command, conditions) }
            case _ where !conditions.isActive: break
            case .statement(let statement):
                if !isText { sink.begin() }
                guard try await run(statement, reader, commands, &last) else { return false }
            case .command(let command):
                switch try stopping({ () throws(Failure) in try commands.meaning(of: command) }) {
                case .nothing: break
                case .stop:
                    reader.stop()
                    conditions = ScriptConditions()
                case .statement(let text):
                    if !isText { sink.begin() }
                    let place = StatementPlace(text: text, line: command.line, source: source.name)
                    guard goesOn(after: try await run(place)) else { return false }
                case .include(let path, let isBeside):
                    guard depth < 16 else {
                        throw Failure(.badData, "\(path) is included too deeply", why: "16 files deep")
                    }
                    let whole = isBeside && !path.hasPrefix("/") ? source.directory + "/" + path : path
                    guard try await run(try open(whole), depth: depth + 1) else { return false }
                case .output(let text):
                    try sink.say(text)
                }
            }
            reader.follow(await session.state())
        }
        guard conditions.depth > 0 else { return true }
        let failure = Failure(.badData, "\(source.name ?? "the script") ends inside \\if", next: "\\endif")
        if stopsAtError { throw failure }
        report.write(failure)
        return true
    }

    /// Runs a statement of a file, which variables may make several. Answers whether what follows it is to run.
    private func run(
        _ statement: ScriptStatement, _ reader: ScriptReader, _ commands: ScriptCommands, _ last: inout [UInt8]
    ) async throws(Failure) -> Bool {
        var use = ResultUse.shown(isExpanded: false)
        if case .command(let command) = statement.ending {
            use = try stopping { () throws(Failure) in try commands.use(of: command) }
        }
        // A `\g` by itself is the last statement once more.
        let texts = statement.text.isEmpty ? [last] : await texts(of: statement)
        for (index, text) in texts.enumerated() {
            last = text
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
            guard goesOn(after: outcome) else { return false }
        }
        return true
    }

    private func texts(of statement: ScriptStatement) async -> [[UInt8]] {
        guard !statement.references.isEmpty else { return [statement.text] }
        let isStandard = !(await session.state().hasBackslashEscapes)
        let variables = variables.withLock { $0 }
        return variables.expanded(statement.text, statement.references, stringsAreStandard: isStandard).statements
    }

    private func commands(of name: String?) -> ScriptCommands {
        ScriptCommands(name: name, dialect: dialect, cluster: self.name, report: report, variables: variables)
    }

    private func stopping<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        do throws(Failure) {
            return try work()
        } catch {
            throw stopped(error)
        }
    }

    /// Advice to run a script by other means is no good when part of it has run.
    private func stopped(_ failure: Failure) -> Failure {
        let count = progress.withLock { $0.statements }
        guard count > 0 else { return failure }
        let done = "the \(count == 1 ? "statement" : "\(count) statements") before it ran"
        return Failure(
            failure.status, failure.what, why: [failure.why, done].compactMap { $0 }.joined(separator: "; "),
            next: failure.next.map { "for the rest, from this line on: \($0)" })
    }

    /// A `-c` for PostgreSQL goes to the server as one text, which makes it one transaction, as psql has it.
    private func run(whole text: [UInt8]) async throws(Failure) -> Bool {
        for case .command(let command) in PostgreSQLScanner.items(of: text) {
            throw commands(of: nil).refusal(of: command)
        }
        let input = LateReader(open, dialect)
        sink.begin()
        if sink.namesTable, PostgreSQLScanner.items(of: text).count == 1 { await nameTable(text) }
        let outcome = try await run(StatementPlace(text: text, line: 1, source: nil), input: input.nextData)
        // The server took it for no data at all.
        if let failure = input.failure { throw failure }
        return goesOn(after: outcome)
    }

    private func noteSession() async {
        let version = await session.state().serverVersion
        variables.withLock {
            $0.noteSession(
                database: plan.database ?? plan.user, user: plan.user, host: plan.host, port: plan.dialPort,
                version: version)
        }
    }

    private func nameTable(_ text: [UInt8]) async {
        sink.name(table: await TargetTable(session: session).name(for: text))
    }

    /// How a statement went.
    private enum Outcome {
        case done, failed
        /// Interrupted, or nobody reads any more.
        case givenUp
    }

    /// An interruption may come when a statement was done already: then nothing was cancelled, and nothing follows either.
    private func goesOn(after outcome: Outcome) -> Bool {
        guard !progress.withLock({ $0.wasInterrupted }) else { return false }
        return switch outcome {
        case .done: true
        case .failed: !stopsAtError
        case .givenUp: false
        }
    }

    /// Runs a statement whose result is for the script itself.
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
            var changed = variables.withLock { $0 }
            try changed.take(result, prefix: prefix)
            variables.withLock { $0 = changed }
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
        let (variables, session) = (variables, session)
        let changes = Locked(Changes())
        do throws(Failure) {
            try await atServer { () async throws(SessionError) in
                try await session.run(place.text, input: input) { event in
                    variables.note(event)
                    changes.withLock { $0.note(event) }
                    // Nobody reads any more: the server need not go on.
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

    /// MySQL itself ends nothing but a SELECT after a time; the rest is ended from here.
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

extension Locked<ScriptVariables> {
    /// What the script may ask of a statement's end.
    fileprivate func note(_ event: ResultEvent) {
        switch event {
        case .complete, .failed: withLock { $0.note(event) }
        case .columns, .rows, .data, .notice: break
        }
    }
}
