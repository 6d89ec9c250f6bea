import CPlatform
import Failures
import Glibc
import SessionSetup
import Threads

/// A tunnel over the system's OpenSSH: one process for all connections of a cluster.
final class SSHTunnel: Tunnel {
    private enum State {
        case closed
        case opening
        case open(port: Int)
    }

    private struct Course {
        var state = State.closed
        /// The error of the last attempt to open, and its time.
        var failure: (reason: Failure, moment: Int64)?
    }

    private let target: TunnelTarget
    private let command: SSHCommand
    private let environment: @Sendable () -> [String: String]
    private let idleSeconds: Int
    private let words = TunnelWords()
    private let course = Locked(Course())
    private let ending = WakeSignal()

    init(
        target: TunnelTarget, hops: [String], environment: @escaping @Sendable () -> [String: String], idleSeconds: Int
    ) {
        self.target = target
        command = SSHCommand(target: target, hops: hops)
        self.environment = environment
        self.idleSeconds = idleSeconds
    }

    func open(wake: WakeSignal?, milliseconds: Int32) throws(Failure) -> (host: String, port: Int) {
        let start = qd_monotonic_nanoseconds()
        let deadline = start + Int64(milliseconds) * 1_000_000
        while true {
            switch try step(since: start) {
            case .open(let port): return ("127.0.0.1", port)
            case .opening, .closed: break
            }
            guard qd_monotonic_nanoseconds() < deadline else {
                throw failed("ssh has not connected within \(milliseconds / 1_000) s")
            }
            if let wake, qd_wait(-1, 0, wake.descriptor, 20) == 2 {
                throw Failure(.interrupted, "opening the tunnel of \(target.cluster) was cancelled")
            }
            if wake == nil { poll(nil, 0, 20) }
        }
    }

    func close() {
        ending.raise()
    }

    func trouble(since moment: Int64) -> Failure? {
        for _ in 0..<20 {
            if let line = words.last(since: moment) { return failed("ssh says: \(line)") }
            poll(nil, 0, 10)
        }
        return nil
    }

    /// The current state; a closed tunnel starts to open.
    private func step(since start: Int64) throws(Failure) -> State {
        var failure: Failure?
        let state = course.withLock { course -> State in
            guard case .closed = course.state else { return course.state }
            if let last = course.failure, last.moment >= start {
                failure = last.reason
                return .closed
            }
            course.state = .opening
            ending.lower()
            let isStarted = DetachedThread.start { [self] in supervise() }
            if !isStarted {
                course.state = .closed
                failure = Failure(
                    .temporary, "the tunnel of \(target.cluster) cannot be opened", why: "no thread is left")
            }
            return course.state
        }
        if let failure { throw failure }
        return state
    }

    // MARK: The thread of the process

    private func supervise() {
        var reason: Failure?
        do throws(Failure) {
            try follow()
        } catch {
            reason = error
        }
        course.withLock { course in
            course.state = .closed
            if let reason { course.failure = (reason, qd_monotonic_nanoseconds()) }
        }
    }

    /// Runs ssh until it ends, is unused, or must end.
    private func follow() throws(Failure) {
        let environment = environment()
        guard target.isPlain else {
            throw Failure(.badConfiguration, "the tunnel of \(target.cluster) has no plain host name to lead to")
        }
        guard let program = SSHCommand.program(path: environment["PATH"] ?? "/usr/bin:/bin") else {
            throw Failure(
                .badConfiguration, "the tunnel of \(target.cluster) needs ssh", why: "there is no ssh in PATH",
                next: "apt install openssh-client")
        }
        let port = try NearEnd.freePort()
        let start = qd_monotonic_nanoseconds()
        let process = try ForwardingProcess(
            command.arguments(program: program, port: port), environment: environment)
        var isOpen = false
        var unusedSince = start
        while true {
            if qd_wait(process.output, Int16(POLLIN), ending.descriptor, isOpen ? 1_000 : 20) == 2 {
                process.end()
                return
            }
            let isSpeaking = words.read(process.output)
            if let code = process.exitCode() {
                let line = words.last(since: start)
                if isOpen, line == nil { return }
                throw failed(line.map { "ssh says: \($0)" } ?? "ssh ended with \(code)")
            }
            // Its output is closed, so only its end remains to be awaited.
            if !isSpeaking { poll(nil, 0, 20) }
            let now = qd_monotonic_nanoseconds()
            if !isOpen, LoopbackOwner.listens(at: port) {
                isOpen = true
                unusedSince = now
                course.withLock { $0.state = .open(port: port) }
            }
            guard isOpen else { continue }
            if LoopbackOwner.hasConnections(to: port) { unusedSince = now }
            if now - unusedSince > Int64(idleSeconds) * 1_000_000_000 {
                course.withLock { $0.state = .closed }
                process.end()
                return
            }
        }
    }

    private func failed(_ why: String) -> Failure {
        Failure(
            .unavailable, "the tunnel of \(target.cluster) cannot be opened", why: why,
            next: "run it by hand, and answer what it asks: \(command.byHand)")
    }
}
