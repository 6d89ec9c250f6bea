import CPlatform
import Console
import Failures
import Glibc

/// A program in the foreground of the terminal while this process serves it.
enum ForegroundChild {
    /// Runs a program to its end. Returns its exit code. Supervision signals must be blocked in the calling thread.
    static func run(_ command: [String], _ variables: [String: String]) throws(Failure) -> Int32 {
        let child = try ChildCommand.start(command, variables: variables)
        while true {
            let number = qd_take_signal(-1)
            var status: Int32 = 0
            if waitpid(child, &status, WNOHANG) == child { return qd_exit_code(status) }
            // The terminal has sent its Ctrl-C to the program itself.
            let isForChild = number == SIGTERM || number == SIGHUP || number == SIGINT && qd_signal_was_sent() != 0
            if isForChild { kill(child, number) }
        }
    }
}
