import CPlatform
import Failures
import Glibc
import LocalFiles
import Sandbox

/// Starts a sandbox's supervisor as a process of its own and waits until it is up.
struct SandboxLauncher {
    let state: String
    let fault: String?
    /// Whether the sandbox ends when this process does.
    let endsWithParent: Bool

    /// The running sandbox; one that is up already is taken as it is.
    func start() throws -> SandboxDescription {
        if let running = RunningSandbox.description(state: state) {
            guard running.fault == fault.flatMap({ FaultPlan($0)?.fault.rawValue }) else {
                throw Failure(
                    .temporary,
                    "a sandbox is up in \(state), with \(running.fault.map { "the fault \($0)" } ?? "no fault")",
                    next: "take it down first, or choose another --state DIR")
            }
            return running
        }
        let output = try spawn()
        defer { close(output) }
        var reader = LineReader(descriptor: output)
        while let line = reader.next() {
            switch ServiceMessage(line) {
            case .progress(let step): if isatty(STDERR_FILENO) == 1 { ErrorReport.note("starting: \(step)") }
            case .up:
                if let description = RunningSandbox.description(state: state) { return description }
            case .failed(let failure): throw failure
            case nil: break
            }
        }
        throw Failure(
            .unavailable, "the sandbox ended while it was starting", why: "its logs are in \(state)/log",
            next: "quarterdeck sandbox down, then up again")
    }

    /// Starts the supervisor; answers what reads its messages.
    private func spawn() throws -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Failure(.internalError, "no pipe", why: SystemError.text(errno)) }
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer {
            close(ends[1])
            close(null)
        }
        var arguments = ["/proc/self/exe", "sandbox", "serve", "--state", state]
        if let fault { arguments += ["--fault", fault] }
        if endsWithParent { arguments.append("--with-parent") }
        let variables = ProcessEnvironment.variables().map { "\($0.key)=\($0.value)" }
        let child = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(variables) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (null, ends[1], null)
                return endsWithParent ? qd_spawn(&request) : qd_spawn_daemon(&request)
            }
        }
        guard child > 0 else {
            close(ends[0])
            throw Failure(.internalError, "cannot start the sandbox", why: SystemError.text(-child))
        }
        return ends[0]
    }
}
