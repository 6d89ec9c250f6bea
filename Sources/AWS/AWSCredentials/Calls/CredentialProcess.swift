import CPlatform
import Failures
import Glibc
import LocalFiles
import Secrets
import Threads

/// A program that prints credentials, run without a shell.
///
/// Its input is empty and its output bounded. It gets the whole environment except the variables of databases. It is
/// ended with all its descendants when it takes too long, prints too much, or the search is cancelled; also when this
/// program ends, even by SIGKILL. Unless it may ask on the user's terminal it gets a session of its own, so that
/// opening `/dev/tty` fails at once instead of stopping it.
struct CredentialProcess {
    let words: [String]
    /// Whether the program may ask on the user's terminal, if the search shares it.
    var mayAsk = true
    /// The time limit in milliseconds, if it is shorter than the search's.
    var patience = Int.max

    private static let largestOutput = 256 * 1_024
    private static let mostLines = 20
    private static let withheld: Set<String> = ["PGPASSWORD", "MYSQL_PWD"]

    /// Runs the program to its end. Returns its output.
    ///
    /// - Throws: A `Failure` when the program cannot be run, fails, or was ended. It contains the program's last line
    ///   of standard error.
    func run(_ lookup: CredentialLookup) throws(Failure) -> Secret {
        let (outputs, errors) = (try Self.pipe(), try Self.pipe())
        var output = ChildOutput(owning: outputs.read, limit: Self.largestOutput)
        var complaint = ChildOutput(owning: errors.read, limit: Self.largestOutput)
        let sharesTerminal = mayAsk && lookup.services.interaction.sharesTerminal
        // A prompt has no line end, so it must reach the terminal directly.
        let child = spawn(
            outputs.write, sharesTerminal ? STDERR_FILENO : errors.write, lookup, ownSession: !sharesTerminal)
        close(outputs.write)
        close(errors.write)
        guard child > 0 else {
            throw Failure(
                .badConfiguration, "the credential process cannot be run",
                why: "\(words[0]): \(SystemError.text(-child))",
                next: "correct credential_process")
        }
        let isGroup: Int32 = sharesTerminal ? 0 : 1
        let guardian = qd_guard_start(child, isGroup)
        let ending = wait(child, &output, &complaint, lookup, patience: sharesTerminal ? 5 : 1)
        var status: Int32 = 0
        if ending != nil { qd_end_processes(child, isGroup) }
        qd_guard_stop(guardian)
        while waitpid(child, &status, 0) < 0 && errno == EINTR {}
        for line in complaint.newLines(isLast: true).suffix(Self.mostLines) { tell(line, lookup) }
        let last = complaint.lastLine
        if let ending { throw ending }
        let code = qd_exit_code(status)
        guard code == 0 else {
            throw Failure(
                .notPermitted, "the credential process failed",
                why: "\(words[0]) ended with exit code \(code)" + (last.map { ": \($0)" } ?? ""),
                next: "run it by hand to see what it says"
                    + (sharesTerminal ? "" : "; it has no terminal here on which it could ask"))
        }
        return output.secret
    }

    private func tell(_ line: String, _ lookup: CredentialLookup) {
        lookup.services.interaction.tell(line, of: lookup.profile)
    }

    /// Reads the output until the program ends. Returns the reason if the program must be ended early.
    private func wait(
        _ child: Int32, _ output: inout ChildOutput, _ complaint: inout ChildOutput, _ lookup: CredentialLookup,
        patience: Int
    ) -> Failure? {
        let watch = qd_process_watch(child)
        defer { if watch >= 0 { close(watch) } }
        let allowed = Int64(min(self.patience, lookup.services.processPatience * patience))
        let end = qd_monotonic_nanoseconds() + allowed * 1_000_000
        while true {
            let hasEnded = Self.hasEnded(child, watch)
            guard output.drain(), complaint.drain() else {
                return killed("it printed more than \(Self.largestOutput) bytes")
            }
            // The program may wait for an action that its message requests, for instance touching a security key.
            for line in complaint.newLines().suffix(Self.mostLines) { tell(line, lookup) }
            if hasEnded { return nil }
            let left = (end - qd_monotonic_nanoseconds()) / 1_000_000
            guard left > 0 else { return killed("it did not end in \(allowed / 1_000) seconds") }
            var waits = [
                pollfd(fd: output.isOpen ? output.descriptor : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: complaint.isOpen ? complaint.descriptor : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: watch, events: Int16(POLLIN), revents: 0),
                pollfd(fd: lookup.services.cancel?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            poll(&waits, 4, watch < 0 ? 20 : Int32(min(left, 60_000)))
            if waits[3].revents != 0 { return Failure(.interrupted, "interrupted") }
        }
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

    private func killed(_ reason: String) -> Failure {
        Failure(
            .unavailable, "the credential process was killed", why: "\(words[0]): \(reason)",
            next: "run it by hand to see what it does")
    }

    private func spawn(
        _ output: Int32, _ errors: Int32, _ lookup: CredentialLookup, ownSession: Bool
    ) -> Int32 {
        let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
        defer { close(nothing) }
        let variables = lookup.environment.variables.filter { !Self.withheld.contains($0.key) }
        return CStringArray.withPointers(words) { words in
            CStringArray.withPointers(variables.map { "\($0.key)=\($0.value)" }) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (nothing, output, errors)
                return ownSession ? qd_spawn_daemon(&request) : qd_spawn(&request)
            }
        }
    }

    private static func pipe() throws(Failure) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else {
            throw Failure(.temporary, "the credential process cannot be run", why: SystemError.text(errno))
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}
