import Failures
import SQLScript
import SQLWire
import Threads

/// The commands of a script.
extension ScriptRun {
    /// Performs the action of a command. Returns whether to continue.
    func perform(
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
    func include(
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
    func leave(_ source: ScriptSource) throws(Failure) -> Bool {
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
    func runOwn(
        _ text: [UInt8], _ command: ScriptCommand, _ source: ScriptSource
    ) async throws(Failure) -> Bool {
        if case .file = source.content { sink.begin() }
        return goesOn(after: try await run(StatementPlace(text: text, line: command.line, source: source.name)))
    }

    /// Reports an error of the machine; throws it if the run must end.
    func report(_ error: ScriptError, _ place: String) throws(Failure) -> Bool {
        let failure = Failure(
            error.failure.status, place + error.failure.what, why: error.failure.why, next: error.failure.next)
        guard !error.endsRun, !stopsAtError else { throw stopped(failure) }
        report.write(failure)
        progress.withLock { $0.status = .sqlFailed }
        return true
    }

    var stopsAtError: Bool { machine.withLock { $0.stopsAtError } }

    func stopping<Value>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        do throws(Failure) {
            return try work()
        } catch {
            throw stopped(error)
        }
    }

    /// The advice to run a script by other means is wrong after a part of it has run.
    func stopped(_ failure: Failure) -> Failure {
        let count = progress.withLock { $0.statements }
        guard count > 0 else { return failure }
        let done = "the \(count == 1 ? "statement" : "\(count) statements") before it ran"
        return Failure(
            failure.status, failure.what, why: [failure.why, done].compactMap { $0 }.joined(separator: "; "),
            next: failure.next.map { "for the rest, from this line on: \($0)" })
    }
}
