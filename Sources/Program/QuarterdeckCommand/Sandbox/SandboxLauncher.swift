import CPlatform
import Console
import Failures
import Glibc
import LocalFiles
import Sandbox
import ScreenKit

/// Starts a sandbox's supervisor as a separate process and waits until it is up.
struct SandboxLauncher {
    let state: String
    let fault: String?
    /// Whether work runs on the servers.
    var isBusy = false
    /// Whether the sandbox ends together with this process.
    let endsWithParent: Bool

    /// Returns the running sandbox, or starts one; one that is up or starting is used as it is.
    ///
    /// - Throws: A `Failure`; when interrupted, a started sandbox is removed.
    func start() throws -> SandboxDescription {
        qd_catch_interruptions()
        if let running = try waitForOther() {
            let wanted = fault.flatMap { FaultPlan($0)?.text }
            guard running.fault == wanted else {
                throw Failure(
                    .temporary,
                    "a sandbox is up in \(state), with \(running.fault.map { "the fault \($0)" } ?? "no fault")",
                    next: "take it down first, or choose another --state DIR")
            }
            guard !isBusy || access(BusyHarbour.directory(state), F_OK) == 0 else {
                throw Failure(
                    .temporary, "a sandbox is up in \(state), without work on its servers",
                    next: "take it down first, or choose another --state DIR")
            }
            return running
        }
        BusyHarbour.removeRemains(state)
        let isNew = access(state, F_OK) != 0
        do {
            return try startOwn()
        } catch let failure as Failure {
            // Another process was faster; that process owns its sandbox.
            let mayBeOther = failure.status == .temporary || failure.status == .cannotCreate
            if mayBeOther, let running = try waitForOther() { return running }
            // A half-started sandbox is useless; one that existed before stays, stopped.
            if isNew { _ = try? RunningSandbox.end(state: state) }
            throw failure
        }
    }

    private func startOwn() throws -> SandboxDescription {
        let output = try spawn()
        var reader = LineReader(descriptor: output)
        while let line = reader.next() {
            switch ServiceMessage(line) {
            case .progress(let step): if isatty(STDERR_FILENO) == 1 { ErrorReport.note("starting: \(step)") }
            case .up:
                if qd_interruption() != 0 { break }
                close(output)
                if let description = RunningSandbox.description(state: state) { return description }
            case .failed(let failure):
                close(output)
                throw failure
            case nil: break
            }
        }
        // Closing the pipe tells the supervisor to stop.
        close(output)
        if qd_interruption() != 0 {
            // It may be up by now and no longer watch the pipe.
            try RunningSandbox.stop(state: state)
            throw Failure(
                .interrupted, "interrupted", why: "the sandbox was still starting", next: "quarterdeck sandbox up")
        }
        throw Failure(
            .unavailable, "the sandbox ended while it was starting", why: RunningSandbox.lastWords(state: state),
            next: "see \(state)/log, then quarterdeck sandbox down and up again")
    }

    /// Waits for another command that works on the sandbox. Returns the running sandbox, if any.
    private func waitForOther() throws(Failure) -> SandboxDescription? {
        for _ in 0..<12_000 {
            if let running = RunningSandbox.description(state: state) { return running }
            guard RunningSandbox.isBusy(state: state) else { return nil }
            if qd_interruption() != 0 { throw Failure(.interrupted, "interrupted") }
            poll(nil, 0, 10)
        }
        throw Failure(.temporary, "another command is working on the sandbox in \(state)", next: "try again")
    }

    /// Starts the supervisor. Returns the descriptor for its messages.
    private func spawn() throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(.internalError, "no pipe", why: SystemError.text(errno)) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer {
            close(ends[1])
            close(null)
        }
        var arguments = [ProcessEnvironment.program, "sandbox", "serve", "--state", state]
        if let fault { arguments += ["--fault", fault] }
        if isBusy { arguments.append("--busy") }
        if endsWithParent { arguments.append("--with-parent") }
        let variables = ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" }
        let child = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(variables) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (null, ends[1], null)
                // In a session of its own, because the terminal's Ctrl-C is for the command, which ends the supervisor.
                return qd_spawn_daemon(&request)
            }
        }
        guard child > 0 else {
            close(ends[0])
            throw Failure(.internalError, "cannot start the sandbox", why: SystemError.text(-child))
        }
        return ends[0]
    }
}
