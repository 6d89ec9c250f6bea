import CPlatform
import Glibc
import LocalFiles
public import Secrets
public import Threads

/// A program that prints a secret, run without a shell.
///
/// Its input is empty and its output bounded. It gets the whole environment except the variables of databases. It is
/// ended with all its descendants when it takes too long, prints too much, or is cancelled; also when this program ends,
/// even by SIGKILL. Unless it may ask on the user's terminal it gets a session of its own, so that opening `/dev/tty`
/// fails at once instead of stopping it.
public struct SecretProcess {
    /// Why there is no output.
    public enum Trouble: Error {
        /// The system has no descriptors or processes left, or there is no such program: an `errno` value.
        case notStarted(Int32)
        /// It printed more than the limit, in bytes.
        case tooMuch(Int)
        /// It did not end within the limit, in seconds.
        case tooLong(Int64)
        case cancelled

        /// The reason after the program's name.
        public var text: String {
            switch self {
            case .notStarted(let code): SystemError.text(code)
            case .tooMuch(let limit): "it printed more than \(limit) bytes"
            case .tooLong(let seconds): "it did not end in \(seconds) seconds"
            case .cancelled: "interrupted"
            }
        }
    }

    /// The program and its arguments.
    let words: [String]
    let variables: [String: String]
    /// Whether the program may ask on the user's terminal. Then its standard error goes there directly, because a prompt
    /// has no line end.
    let sharesTerminal: Bool
    /// The limit of the output in bytes.
    let limit: Int
    let milliseconds: Int64
    let cancel: WakeSignal?

    private static let mostLines = 20
    private static let withheld: Set<String> = ["PGPASSWORD", "MYSQL_PWD"]

    /// - Parameters:
    ///   - words: The program and its arguments; at least one.
    ///   - limit: The maximum number of bytes of each output.
    ///   - cancel: Ends the program when raised.
    public init(
        words: [String], variables: [String: String], sharesTerminal: Bool = false, limit: Int, milliseconds: Int64,
        cancel: WakeSignal?
    ) {
        self.words = words
        self.variables = variables.filter { !Self.withheld.contains($0.key) }
        self.sharesTerminal = sharesTerminal
        self.limit = limit
        self.milliseconds = milliseconds
        self.cancel = cancel
    }

    /// Runs the program to its end. Returns its output, whatever its exit code.
    ///
    /// - Parameter tell: Receives the lines of its standard error as they come, at most twenty at a time.
    public func run(_ tell: (String) -> Void) throws(Trouble) -> (output: Secret, code: Int32, lastLine: String?) {
        let (outputs, errors) = (try Self.pipe(), try Self.pipe())
        var output = ChildOutput(owning: outputs.read, limit: limit)
        var complaint = ChildOutput(owning: errors.read, limit: limit)
        let child = spawn(outputs.write, sharesTerminal ? STDERR_FILENO : errors.write)
        close(outputs.write)
        close(errors.write)
        guard child > 0 else { throw .notStarted(-child) }
        let isGroup: Int32 = sharesTerminal ? 0 : 1
        let guardian = qd_guard_start(child, isGroup)
        let ending = wait(child, &output, &complaint, tell)
        var status: Int32 = 0
        if ending != nil { qd_end_processes(child, isGroup) }
        qd_guard_stop(guardian)
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        for line in complaint.newLines(isLast: true).suffix(Self.mostLines) { tell(line) }
        if let ending { throw ending }
        return (output.secret, qd_exit_code(status), complaint.lastLine)
    }

    /// Reads the output until the program ends. Returns the reason if the program must be ended early.
    private func wait(
        _ child: Int32, _ output: inout ChildOutput, _ complaint: inout ChildOutput, _ tell: (String) -> Void
    ) -> Trouble? {
        let watch = qd_process_watch(child)
        defer { if watch >= 0 { close(watch) } }
        let end = qd_monotonic_nanoseconds() + milliseconds * 1_000_000
        while true {
            let hasEnded = Self.hasEnded(child, watch)
            guard output.drain(), complaint.drain() else { return .tooMuch(limit) }
            // The program may wait for an action that its message requests, for instance touching a security key.
            for line in complaint.newLines().suffix(Self.mostLines) { tell(line) }
            if hasEnded { return nil }
            let left = (end - qd_monotonic_nanoseconds()) / 1_000_000
            guard left > 0 else { return .tooLong(milliseconds / 1_000) }
            var waits = [
                pollfd(fd: output.isOpen ? output.descriptor : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: complaint.isOpen ? complaint.descriptor : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                pollfd(fd: cancel?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            poll(&waits, 4, watch < 0 ? 20 : Int32(min(left, 100)))
            if waits[3].revents != 0 || !sharesTerminal && Self.isInterrupted { return .cancelled }
        }
    }

    /// Whether a signal waits that ends this program. The terminal sends Ctrl-C only to programs of its own session.
    private static var isInterrupted: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return [SIGINT, SIGTERM, SIGHUP].contains { sigismember(&pending, $0) == 1 }
    }

    /// Whether the child has ended; it is not reaped yet.
    private static func hasEnded(_ child: Int32, _ watch: Int32) -> Bool {
        if watch >= 0 {
            var wait = pollfd(fd: watch, events: Int16(POLLIN), revents: 0)
            return poll(&wait, 1, 0) > 0
        }
        var information = siginfo_t()
        return waitid(P_PID, id_t(child), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    private func spawn(_ output: Int32, _ errors: Int32) -> Int32 {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        return CStringArray.withPointers(words) { words in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (nothing, output, errors)
                return sharesTerminal ? qd_spawn(&request) : qd_spawn_daemon(&request)
            }
        }
    }

    private static func pipe() throws(Trouble) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw .notStarted(errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
