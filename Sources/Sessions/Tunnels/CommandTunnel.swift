import CPlatform
import Failures
import Glibc
import LocalFiles
import SessionSetup
import Threads

/// A tunnel that runs a program for every connection, with the connection as the program's standard input and output.
///
/// The program inherits the connection, so no byte of it passes through this process.
final class CommandTunnel: Tunnel {
    private let target: TunnelTarget
    private let command: String
    private let environment: @Sendable () -> [String: String]
    private let words = TunnelWords()
    /// The last end of a program by itself, and its time.
    private let death = Locked<(text: String, moment: Int64)?>(nil)
    private let near = Locked<NearEnd?>(nil)

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
                let isServed = opened.serve { [self] connection in run(connection) }
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

    func waitUntilClosed(milliseconds: Int) {}

    func trouble(since moment: Int64) -> Failure? {
        // The program's last output may arrive later.
        for _ in 0..<20 {
            if let text = words.end(since: moment) { return failed("tunnel_command says: \(text)") }
            if let death = death.withLock({ $0 }), death.moment >= moment { return failed(death.text) }
            poll(nil, 0, 10)
        }
        return nil
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

    /// Runs the program with the connection until it ends.
    private func run(_ connection: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            Glibc.close(connection)
            return
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let child = CStringArray.withPointers(["/bin/sh", "-c", "exec " + expanded]) { arguments in
            CStringArray.withPointers(environment().map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                request.arguments = arguments
                request.environment = settings
                (request.input, request.output, request.error) = (connection, connection, ends[1])
                // The terminal's Ctrl-C must not reach the tunnel.
                request.own_group = 1
                return qd_spawn(&request)
            }
        }
        Glibc.close(connection)
        Glibc.close(ends[1])
        defer { Glibc.close(ends[0]) }
        guard child > 0 else { return }
        var waited = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
        while poll(&waited, 1, -1) >= 0 || errno == EINTR {
            guard words.read(ends[0]) else { break }
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        let code = qd_exit_code(status)
        guard code != 0 else { return }
        death.withLock { $0 = ("tunnel_command ended with exit code \(code)", qd_monotonic_nanoseconds()) }
    }
}
