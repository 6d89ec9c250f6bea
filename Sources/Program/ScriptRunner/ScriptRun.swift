package import Failures
package import SQLScript
package import SQLWire
package import SessionSetup
package import Threads

/// Runs scripts in a session, statement by statement.
package struct ScriptRun: ForegroundRun {
    let session: any SQLSession
    let plan: SessionPlan
    let dialect: Dialect
    let sink: any StatementSink
    /// The cluster's name for advice.
    let name: String
    let report: RunReport
    /// Opens included files, and `-` for the data of a `COPY … FROM STDIN` in a `-c`.
    package var open: @Sendable (String) throws(Failure) -> ScriptSource
    /// The state that persists between scripts: psql's variables, error handling, restrictions.
    let machine: Locked<ScriptMachine>
    /// Waits for the turn of the first login, and after the given number of failed ones for another; returns false when
    /// none is to follow. It may block. Nil for one login at once.
    var awaitLogin: (@Sendable (_ failed: Int, Failure?) -> Bool)?
    let progress = Locked(Progress())

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

    package init(
        session: any SQLSession, plan: SessionPlan, dialect: Dialect, sink: any StatementSink, name: String,
        report: RunReport,
        open: @escaping @Sendable (String) throws(Failure) -> ScriptSource = { path throws(Failure) in
            try ScriptSource.open(path)
        }, machine: Locked<ScriptMachine>
    ) {
        self.session = session
        self.plan = plan
        self.dialect = dialect
        self.sink = sink
        self.name = name
        self.report = report
        self.open = open
        self.machine = machine
    }

    package func run(_ sources: [ScriptSource]) async throws(Failure) -> ExitStatus {
        try await logIn()
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

    private func logIn() async throws(Failure) {
        var last: Failure?
        for failed in 0... {
            if let awaitLogin, !awaitLogin(failed, last) {
                throw last ?? Failure(.interrupted, "cancelled before the login")
            }
            do throws(Failure) {
                return try await atServer { () async throws(SessionError) in try await session.open() }
            } catch {
                guard awaitLogin != nil, !progress.withLock({ $0.wasInterrupted }) else { throw error }
                last = error
            }
        }
    }

    package func interrupt() -> Bool {
        let isAtServer = progress.withLock { progress in
            progress.wasInterrupted = true
            return progress.isAtServer
        }
        if isAtServer { session.cancel() }
        return isAtServer
    }

    package func abort() { session.abort() }

    package var writeError: Int32 { sink.writeError }

    package var afterword: String? { progress.withLock { $0.afterword } }

    package func conclude() { sink.abandon() }

    /// Runs a script. Returns whether to continue.
    func run(_ source: ScriptSource) async throws(Failure) -> Bool {
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

    /// Passes the current rules to the scanner.
    func tell(_ reader: ScriptReader) async {
        let isRestricted = machine.withLock { $0.restriction.key != nil }
        reader.follow(await session.state(), isRestricted: isRestricted)
    }

    func commands(of name: String?) -> ScriptCommands {
        ScriptCommands(name: name, dialect: dialect, cluster: self.name, report: report)
    }

    func noteSession() async {
        let version = await session.state().serverVersion
        machine.withLock {
            $0.variables.noteSession(
                database: plan.database ?? plan.user, user: plan.user, host: plan.host, port: plan.dialPort,
                version: version)
        }
    }
}
