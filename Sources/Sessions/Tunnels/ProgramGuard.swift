import CPlatform
import Glibc
import LocalFiles

/// A small process that ends the process group of a program if this process dies, even by SIGKILL.
///
/// It is a shell and no copy of this process, which would keep secrets in memory for as long as the program runs.
struct ProgramGuard {
    private let process: Int32
    /// A pipe whose closing reports the end of this process.
    private let line: Int32

    /// Ends a group as `CommandTunnel` does. The process numbers come from this process, never from outside.
    private static let script = """
        read -r word && exit
        {
            kill -s "$2" -- "-$1"
            i=0
            while [ $i -lt "$3" ] && kill -s 0 -- "-$1"; do
                sleep 0.1
                i=$((i + 1))
            done
            kill -s KILL -- "-$1"
        } 2> /dev/null
        """

    /// Watches over the process group that `program` leads. Nil when no process can be started.
    ///
    /// - Parameters:
    ///   - signal: The name of the first signal; 0 for none.
    ///   - patience: The time before SIGKILL in tenths of a second.
    init?(_ program: Int32, signal: String, patience: Int = 3) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        let words = ["/bin/sh", "-c", Self.script, "quarterdeck-guard", "\(program)", signal, "\(patience)"]
        let child = CStringArray.withPointers(words) { arguments in
            CStringArray.withPointers(["PATH=/usr/bin:/bin"]) { settings in
                var request = qd_spawn_request()
                request.arguments = arguments
                request.environment = settings
                (request.input, request.output, request.error) = (ends[0], nothing, nothing)
                // The guard must not receive the signals of the terminal.
                return qd_spawn_daemon(&request)
            }
        }
        close(nothing)
        close(ends[0])
        guard child > 0 else {
            close(ends[1])
            return nil
        }
        (process, line) = (child, ends[1])
    }

    /// Ends the guard. Call it before the program is reaped: afterwards its number may belong to another process.
    func stop() {
        // A guard that was killed leaves a pipe without a reader, so it is killed rather than written to.
        kill(process, SIGKILL)
        close(line)
        while waitpid(process, nil, 0) < 0 && errno == EINTR {}
    }
}
