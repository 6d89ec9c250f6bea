import BlockingExecutor
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

    struct Progress: Sendable {
        /// Whether a server is being waited for, rather than a script.
        var isAtServer = false
        var wasInterrupted = false
        /// Statements that the server has been given.
        var statements = 0
        var status = ExitStatus.done
    }

    func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus {
        try await atServer { () async throws(SessionError) in try await session.open() }
        for source in sources {
            guard try await run(source) else { break }
        }
        if await session.state().transaction != .none {
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

    func isWorthKeeping(_ status: ExitStatus) -> Bool { status == .done }

    /// Runs a script. Answers whether what follows it is to run.
    private func run(_ source: ScriptSource, depth: Int = 0) async throws(Failure) -> Bool {
        if case .text(let text) = source.content, dialect == .postgresql { return try await run(whole: text) }
        let reader = ScriptReader(source, dialect)
        let commands = ScriptCommands(name: source.name, dialect: dialect, cluster: name, report: report)
        var last: [UInt8] = []
        let isText = if case .text = source.content { true } else { false }
        if isText { sink.begin() }
        while let item = try reader.next() {
            if progress.withLock({ $0.wasInterrupted }) { return false }
            switch item {
            case .statement(let statement):
                var isExpanded = false
                if case .command(let command) = statement.ending {
                    try check(commands, ending: command)
                    isExpanded = ["gx", "G", "ego"].contains(command.name)
                }
                sink.expand(isExpanded)
                // A `\g` by itself is the last statement once more.
                if !statement.text.isEmpty { last = statement.text }
                let place = StatementPlace(text: last, line: statement.line, source: source.name)
                if sink.namesTable, dialect == .postgresql { await nameTable(last) }
                if !isText { sink.begin() }
                guard try await run(place, input: reader.nextData) else { return false }
            case .command(let command):
                switch try meaning(commands, of: command) {
                case .nothing: break
                case .stop: reader.stop()
                case .statement(let text):
                    if !isText { sink.begin() }
                    guard try await run(StatementPlace(text: text, line: command.line, source: source.name)) else {
                        return false
                    }
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
        return true
    }

    private func meaning(
        _ commands: ScriptCommands, of command: ScriptCommand
    ) throws(Failure) -> ScriptCommands.Meaning {
        do throws(Failure) {
            return try commands.meaning(of: command)
        } catch {
            throw stopped(error)
        }
    }

    private func check(_ commands: ScriptCommands, ending command: ScriptCommand) throws(Failure) {
        do throws(Failure) {
            try commands.check(ending: command)
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
            throw ScriptCommands(name: nil, dialect: dialect, cluster: name, report: report).refusal(of: command)
        }
        let input = LateReader(open, dialect)
        sink.begin()
        if sink.namesTable, PostgreSQLScanner.items(of: text).count == 1 { await nameTable(text) }
        let goesOn = try await run(StatementPlace(text: text, line: 1, source: nil), input: input.nextData)
        // The server took it for no data at all.
        if let failure = input.failure { throw failure }
        return goesOn
    }

    private func nameTable(_ text: [UInt8]) async {
        sink.name(table: await TargetTable(session: session).name(for: text))
    }

    /// Runs a statement. Answers whether what follows it is to run.
    private func run(_ place: StatementPlace, input: @escaping CopySource = { nil }) async throws(Failure) -> Bool {
        let limit = limitTime()
        defer { limit?.cancel() }
        let (sink, session) = (sink, session)
        do throws(Failure) {
            try await atServer { () async throws(SessionError) in
                try await session.run(place.text, input: input) { event in
                    // Nobody reads any more: the server need not go on.
                    if !sink.take(event) { session.cancel() }
                }
            }
        } catch {
            throw place.failure(error)
        }
        progress.withLock { $0.statements += 1 }
        if sink.writeError != 0 { return false }
        let failures = sink.takeFailures()
        guard let first = failures.first else { return true }
        if progress.withLock({ $0.wasInterrupted }) {
            report.write(Failure(.interrupted, "cancelled; the server says: \(first.text)"))
            return false
        }
        for failure in failures { report.write(place.failure(failure)) }
        progress.withLock { $0.status = .sqlFailed }
        return !stopsAtError
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
