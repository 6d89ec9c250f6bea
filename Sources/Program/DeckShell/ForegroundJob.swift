import CPlatform
import Console
import Failures
import Glibc
import LocalFiles

/// A program that uses the terminal like a job of a shell: only it receives Ctrl-C, and Ctrl-Z stops it.
struct ForegroundJob {
    private let child: pid_t

    enum Change {
        case ended(Int32)
        case stopped
    }

    /// Starts the program in the terminal's foreground.
    init(_ command: [String], _ environment: [String], errors: Int32) throws(Failure) {
        let child = CStringArray.withPointers(command) { words in
            CStringArray.withPointers(environment) { settings in
                var request = qd_spawn_request()
                request.arguments = words
                request.environment = settings
                (request.input, request.output, request.error) = (STDIN_FILENO, STDOUT_FILENO, errors)
                request.own_group = 1
                request.takes_terminal = 1
                return qd_spawn(&request)
            }
        }
        // The child had the foreground before it failed to execute the program.
        if child <= 0 { Self.takeTerminal() }
        guard child > 0 else { throw ChildCommand.cannotRun(command.first ?? "", -child) }
        self.child = child
        qd_terminal_lend(child)
    }

    /// The change of its state; nil while it runs.
    func change() -> Change? {
        var status: Int32 = 0
        guard waitpid(child, &status, WNOHANG | WUNTRACED) == child else { return nil }
        // Source: wait(2), WIFSTOPPED.
        if status & 0xFF == 0x7F { return .stopped }
        qd_terminal_lend(0)
        return .ended(qd_exit_code(status))
    }

    /// Sends a signal to the program and its process group.
    func send(_ number: Int32) { kill(-child, number) }

    /// Ends the program as if its terminal was closed, and waits briefly.
    func end(with number: Int32) {
        send([SIGINT, SIGTERM, SIGHUP].contains(number) ? number : SIGHUP)
        send(SIGCONT)
        for _ in 0..<30 {
            if case .ended = change() { break }
            poll(nil, 0, 10)
        }
        qd_terminal_lend(0)
        Self.takeTerminal()
        qd_terminal_sane()
    }

    /// Makes this program the terminal's foreground again.
    static func takeTerminal() {
        qd_terminal_foreground(STDIN_FILENO, 0)
    }

    /// Continues the program in the foreground.
    func resume() {
        qd_terminal_foreground(STDIN_FILENO, child)
        send(SIGCONT)
    }
}
