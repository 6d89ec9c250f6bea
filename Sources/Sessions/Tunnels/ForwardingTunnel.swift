import CPlatform
import Failures
import Glibc
import SessionSetup
import Threads

/// A program that forwards a port of loopback to a cluster for all connections.
protocol Forwarder: Sendable {
    /// The program's name in messages.
    var name: String { get }
    /// What the program has said.
    var words: TunnelWords { get }

    /// Starts the program. Blocks.
    ///
    /// - Parameter cancel: Ends the wait when it is raised.
    func start(
        port: Int, environment: [String: String], cancel: WakeSignal
    ) throws(Failure) -> ForwardingProcess

    /// Cleans up after the program has ended. Blocks.
    func finish()

    /// What a user can do about a failure.
    var advice: String { get }
}

/// A tunnel with one program for all connections of a cluster.
///
/// The program is started by the first login and ends some time after the last connection. When it dies, it is started
/// again, with growing pauses while that fails.
final class ForwardingTunnel: Tunnel {
    private enum State {
        case closed
        case opening
        case open(port: Int)
        /// The program is ending; the next one must wait for it.
        case closing
    }

    private struct Course {
        var state = State.closed
        /// The time of the last login.
        var lastUse: Int64 = 0
        /// The error of the last attempt to open, its time, and the number of failed attempts since the last success.
        var failure: (reason: Failure, moment: Int64)?
        var failures = 0
        /// The end of the last program that ended by itself.
        var death: (text: String, moment: Int64)?
    }

    private enum End {
        /// It was closed or unused.
        case closed
        /// The program ended after the tunnel was open.
        case died
    }

    private let target: TunnelTarget
    private let forwarder: any Forwarder
    private let environment: @Sendable () -> [String: String]
    private let idleSeconds: Int
    private let course = Locked(Course())
    private let programs = TunnelPrograms()
    private let ending = WakeSignal()

    /// The number of attempts to replace a dead program.
    private static let mostRestarts = 6
    /// The time limit of a program that starts, in seconds; a login waits for less.
    private static let mostSeconds: Int64 = 45

    init(
        _ target: TunnelTarget, _ forwarder: any Forwarder, environment: @escaping @Sendable () -> [String: String],
        idleSeconds: Int
    ) {
        self.target = target
        self.forwarder = forwarder
        self.environment = environment
        self.idleSeconds = idleSeconds
    }

    func open(wake: WakeSignal?, milliseconds: Int32) throws(Failure) -> (host: String, port: Int) {
        let start = qd_monotonic_nanoseconds()
        let deadline = start + Int64(milliseconds) * 1_000_000
        while true {
            if let port = try step(since: start) { return ("127.0.0.1", port) }
            guard qd_monotonic_nanoseconds() < deadline else {
                throw failed("\(forwarder.name) has not connected within \(milliseconds / 1_000) s")
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

    func waitUntilClosed(milliseconds: Int) {
        for _ in 0..<milliseconds / 10 {
            if case .closed = course.withLock({ $0.state }) { return }
            poll(nil, 0, 10)
        }
    }

    func trouble(since moment: Int64) -> Failure? {
        programs.wait {
            if let line = forwarder.words.last(since: moment) { return failed("\(forwarder.name) says: \(line)") }
            guard let death = course.withLock({ $0.death }), death.moment >= moment else { return nil }
            return failed(death.text)
        }
    }

    private func failed(_ why: String) -> Failure {
        Failure(
            .unavailable, "the tunnel of \(target.cluster) cannot be opened", why: why, next: forwarder.advice,
            cause: .tunnelDown)
    }

    /// The local port; nil while the tunnel opens. A closed tunnel starts to open.
    private func step(since start: Int64) throws(Failure) -> Int? {
        var failure: Failure?
        let port = course.withLock { course -> Int? in
            course.lastUse = qd_monotonic_nanoseconds()
            if case .open(let port) = course.state { return port }
            if let last = course.failure,
                last.moment >= start || last.moment + Self.pause(after: course.failures) > start
            {
                failure = last.reason
                return nil
            }
            guard case .closed = course.state else { return nil }
            course.state = .opening
            ending.lower()
            let isStarted = DetachedThread.start { [self] in supervise() }
            if !isStarted {
                course.state = .closed
                failure = Failure(
                    .temporary, "the tunnel of \(target.cluster) cannot be opened", why: "no thread is left")
            }
            return nil
        }
        if let failure { throw failure }
        return port
    }

    /// The pause before the next attempt in nanoseconds: none after the first failure, then 1, 2, 4 s and so on, at most
    /// 30 s. A program that connects in a loop must not start a process each time.
    private static func pause(after failures: Int) -> Int64 {
        failures < 2 ? 0 : min(30, Int64(1) << Int64(min(failures - 2, 5))) * 1_000_000_000
    }

    // MARK: The thread of the process

    /// Keeps the program running until it is unused.
    private func supervise() {
        var restarts = 0
        var isReplacing = false
        while true {
            let start = qd_monotonic_nanoseconds()
            do throws(Failure) {
                guard case .died = try follow() else { return become(.closed) }
                isReplacing = true
                // A program that ends soon after each start must not be started in a loop.
                let hasLived = qd_monotonic_nanoseconds() - start > 60_000_000_000
                restarts = hasLived ? 0 : restarts + 1
                guard restarts < Self.mostRestarts else { return become(.closed) }
                become(.opening)
                if ending.wait(milliseconds: Int32(Self.pause(after: restarts) / 1_000_000)) {
                    return become(.closed)
                }
            } catch {
                restarts += 1
                let failures = course.withLock { course -> Int in
                    course.failure = (error, qd_monotonic_nanoseconds())
                    course.failures += 1
                    return course.failures
                }
                guard isReplacing, restarts < Self.mostRestarts else { return become(.closed) }
                let pause = Self.pause(after: failures + 1) / 1_000_000
                if ending.wait(milliseconds: Int32(pause)) { return become(.closed) }
            }
        }
    }

    private func become(_ state: State) {
        course.withLock { course in
            course.state = state
            guard case .open = state else { return }
            course.lastUse = qd_monotonic_nanoseconds()
            course.failure = nil
            course.failures = 0
        }
    }

    /// Runs the program until it ends, is unused, or must end.
    private func follow() throws(Failure) -> End {
        guard target.isPlain else {
            throw Failure(.badConfiguration, "the tunnel of \(target.cluster) has no plain host name to lead to")
        }
        let port = try NearEnd.freePort()
        let start = qd_monotonic_nanoseconds()
        let process = try forwarder.start(port: port, environment: environment(), cancel: ending)
        let program = process.identifier
        programs.add(program)
        defer {
            programs.remove(program)
            forwarder.finish()
        }
        var isOpen = false
        while true {
            if qd_wait(process.output, Int16(POLLIN), ending.descriptor, isOpen ? 1_000 : 20) == 2 {
                process.end()
                return .closed
            }
            let isSpeaking = forwarder.words.read(process.output)
            if let code = process.exitCode() {
                // Its last words may still be in the pipe.
                _ = forwarder.words.read(process.output)
                let end = "\(forwarder.name) ended with exit code \(code)"
                if isOpen {
                    course.withLock { $0.death = (end, qd_monotonic_nanoseconds()) }
                    return .died
                }
                throw failed(forwarder.words.last(since: start).map { "\(forwarder.name) says: \($0)" } ?? end)
            }
            // Its output is closed, so only its end remains to be awaited.
            if !isSpeaking { poll(nil, 0, 20) }
            if !isOpen, LoopbackSocket.isListening(at: port) {
                isOpen = true
                become(.open(port: port))
            }
            if !isOpen, qd_monotonic_nanoseconds() - start > Self.mostSeconds * 1_000_000_000 {
                process.end()
                throw failed("\(forwarder.name) has not connected within \(Self.mostSeconds) s")
            }
            if isOpen, isUnused(port) {
                process.end()
                return .closed
            }
        }
    }

    /// Whether the tunnel has had no connection for the idle time. No further login uses it then.
    private func isUnused(_ port: Int) -> Bool {
        let now = qd_monotonic_nanoseconds()
        let isInUse = LoopbackSocket.hasConnections(to: port)
        return course.withLock { course in
            if isInUse { course.lastUse = now }
            guard now - course.lastUse > Int64(idleSeconds) * 1_000_000_000 else { return false }
            course.state = .closing
            return true
        }
    }
}
