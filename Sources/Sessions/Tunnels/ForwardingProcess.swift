import CPlatform
import Failures
import Glibc
import LocalFiles
import Threads

/// A program that forwards a loopback port while it runs. It runs in a session of its own, so it cannot open the
/// terminal. It ends with the thread that started it, so it does not outlive a killed process.
struct ForwardingProcess: ~Copyable {
    let identifier: Int32
    /// The output of both streams; reading does not block.
    let output: Int32
    private let endSignal: Int32
    /// Ends the program's children, which get no signal when this process is killed.
    private let guardian: ProgramGuard?

    /// Starts the program whose absolute path is the first argument.
    ///
    /// - Parameter endSignal: The signal that ends the program.
    init(_ arguments: [String], environment: [String: String], endSignal: Int32 = SIGTERM) throws(Failure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw Failure(.temporary, "cannot make a pipe", why: SystemError.text(errno))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let nothing = Glibc.open("/dev/null", O_RDWR | O_CLOEXEC)
        let child = CStringArray.withPointers(arguments) { words in
            CStringArray.withPointers(TunnelEnvironment.variables(environment)) { settings in
                "/".withCString { directory in
                    let inherited: [Int32] = [-1]
                    return inherited.withUnsafeBufferPointer { inherited in
                        var request = qd_service_request()
                        request.arguments = words
                        request.environment = settings
                        request.directory = directory
                        (request.input, request.output) = (nothing, ends[1])
                        request.inherited = inherited.baseAddress
                        request.death_signal = endSignal
                        return qd_spawn_service(&request)
                    }
                }
            }
        }
        close(nothing)
        close(ends[1])
        guard child > 0 else {
            close(ends[0])
            throw Failure(.unavailable, "cannot run \(arguments.first ?? "")", why: SystemError.text(-child))
        }
        self.endSignal = endSignal
        identifier = child
        // The kernel signals the program itself, which then has the time to clean up.
        guardian = ProgramGuard(child, signal: "0", patience: 20)
        output = ends[0]
    }

    deinit {
        close(output)
    }

    /// The exit code; nil while the program runs. When it has ended, its children are ended, too.
    func exitCode() -> Int32? {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT) == 0,
            information.si_signo == SIGCHLD
        else { return nil }
        kill(-identifier, SIGTERM)
        return reap()
    }

    /// Ends the program and its children.
    func end() {
        kill(-identifier, endSignal)
        for _ in 0..<200 {
            if exitCode() != nil { return }
            poll(nil, 0, 10)
        }
        kill(-identifier, SIGKILL)
        _ = reap()
    }

    private func reap() -> Int32 {
        // Until the program is reaped, its number names no other process.
        guardian?.stop()
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0 && errno == EINTR {}
        return qd_exit_code(status)
    }
}
