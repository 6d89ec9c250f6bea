import CPlatform
import Failures
import Glibc
import LocalFiles
import SessionSetup
import Threads

/// A tunnel that runs a program for every connection, with the connection as the program's standard input and output.
///
/// The program inherits the connection, so no byte of it passes through this process. It runs in a session of its own,
/// so it cannot open the terminal, and it ends with this process.
final class CommandTunnel: Tunnel {
    private let target: TunnelTarget
    private let command: String
    private let environment: @Sendable () -> [String: String]
    private let words = TunnelWords()
    /// The last end of a program by itself, and its time.
    private let death = Locked<(text: String, moment: Int64)?>(nil)
    private let near = Locked<NearEnd?>(nil)
    /// The number of connections with a program.
    private let running = Locked(0)
    private let programs = TunnelPrograms()

    init(target: TunnelTarget, command: String, environment: @escaping @Sendable () -> [String: String]) {
        self.target = target
        self.command = command
        self.environment = environment
    }

    func open(wake: WakeSignal?, milliseconds: Int32) throws(Failure) -> (host: String, port: Int) {
        guard target.isPlain else {
            throw Failure(.badConfiguration, "the tunnel of \(target.cluster) has no plain host name to lead to")
        }
        var failure: Failure?
        let port = near.withLock { near -> Int in
            if let near { return near.port }
            do throws(Failure) {
                let opened = try NearEnd()
                let isServed = opened.serve { [self] connection, ending in
                    running.withLock { $0 += 1 }
                    run(connection, until: ending)
                    running.withLock { $0 -= 1 }
                }
                guard isServed else {
                    throw Failure(
                        .temporary, "the tunnel of \(target.cluster) cannot be opened", why: "no thread is left")
                }
                near = opened
                return opened.port
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return ("127.0.0.1", port)
    }

    func close() {
        near.withLock { near in
            near?.stop()
            near = nil
        }
    }

    func waitUntilClosed(milliseconds: Int) {
        for _ in 0..<milliseconds / 10 {
            if running.withLock({ $0 }) == 0 { return }
            poll(nil, 0, 10)
        }
    }

    func trouble(since moment: Int64) -> Failure? {
        programs.wait {
            if let text = words.end(since: moment) { return failed("tunnel_command says: \(text)") }
            guard let death = death.withLock({ $0 }), death.moment >= moment else { return nil }
            return failed(death.text)
        }
    }

    private func failed(_ why: String) -> Failure {
        Failure(
            .unavailable, "the tunnel of \(target.cluster) failed", why: why,
            next: "run it by hand to see more: \(expanded)", cause: .tunnelDown)
    }

    /// The command with the endpoint inserted.
    private var expanded: String {
        var result = ""
        var isAfterPercent = false
        for scalar in command.unicodeScalars {
            if isAfterPercent {
                switch scalar {
                case "h": result += target.host
                case "p": result += String(target.port)
                case "%": result += "%"
                default: result += "%\(scalar)"
                }
                isAfterPercent = false
            } else if scalar == "%" {
                isAfterPercent = true
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return isAfterPercent ? result + "%" : result
    }

    /// Runs the program with the connection until it ends, or ends it when `ending` is raised.
    private func run(_ connection: Int32, until ending: WakeSignal) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            Glibc.close(connection)
            return
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let variables = TunnelEnvironment.variables(environment())
        let child = CStringArray.withPointers(["/bin/sh", "-c", "exec " + expanded]) { arguments in
            CStringArray.withPointers(variables) { settings in
                var request = qd_spawn_request()
                request.arguments = arguments
                request.environment = settings
                (request.input, request.output, request.error) = (connection, connection, ends[1])
                return qd_spawn_daemon(&request)
            }
        }
        Glibc.close(connection)
        Glibc.close(ends[1])
        defer { Glibc.close(ends[0]) }
        guard child > 0 else { return }
        programs.add(child)
        defer { programs.remove(child) }
        let guardian = ProgramGuard(child, signal: "TERM")
        let watch = qd_process_watch(child)
        defer { if watch >= 0 { Glibc.close(watch) } }
        let isEnded = follow(child, watch, ends[0], until: ending)
        end(child, ends[0], waiting: isEnded)
        // Until the program is reaped, its number names no other process.
        guardian?.stop()
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let code = qd_exit_code(status)
        guard code != 0, !isEnded else { return }
        death.withLock { $0 = ("tunnel_command ended with exit code \(code)", qd_monotonic_nanoseconds()) }
    }

    /// Reads what the program says until it ends. True when `ending` was raised before.
    private func follow(_ child: Int32, _ watch: Int32, _ output: Int32, until ending: WakeSignal) -> Bool {
        while true {
            if qd_wait(output, Int16(POLLIN), ending.descriptor, -1) == 2 { return true }
            if !words.read(output) { break }
        }
        // It may have closed its standard error; without a watch the kernel is asked again and again.
        while !Self.hasEnded(child) {
            if qd_wait(watch < 0 ? -1 : watch, Int16(POLLIN), ending.descriptor, watch < 0 ? 20 : -1) == 2 {
                return true
            }
        }
        return false
    }

    /// Whether the program has ended; it is not reaped yet.
    private static func hasEnded(_ child: Int32) -> Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    /// Ends the program and its children, and reads their last words if they must be waited for.
    private func end(_ child: Int32, _ output: Int32, waiting: Bool) {
        kill(-child, SIGTERM)
        guard waiting else { return }
        for _ in 0..<30 {
            if !words.read(output), Self.hasEnded(child) { break }
            poll(nil, 0, 10)
        }
        kill(-child, SIGKILL)
    }
}
