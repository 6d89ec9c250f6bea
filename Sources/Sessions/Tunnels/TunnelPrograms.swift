import CPlatform
import Glibc
import Threads

/// The programs of a tunnel, from their start until the tunnel has recorded how they ended.
struct TunnelPrograms: Sendable {
    private let identifiers = Locked<Set<Int32>>([])

    func add(_ program: Int32) {
        identifiers.withLock { _ = $0.insert(program) }
    }

    /// Forgets a program whose end is recorded.
    func remove(_ program: Int32) {
        identifiers.withLock { _ = $0.remove(program) }
    }

    /// Asks for the cause of a loss until there is one. A connection breaks before its program's thread has recorded
    /// the end of the program, so this waits 0.2 s for any words, and 5 s for the record of a program that has ended.
    /// Blocks.
    func wait<Cause>(for cause: () -> Cause?) -> Cause? {
        for attempt in 0..<500 {
            if let found = cause() { return found }
            if attempt >= 20, !hasUnrecordedEnd { return cause() }
            poll(nil, 0, 10)
        }
        return nil
    }

    private var hasUnrecordedEnd: Bool {
        identifiers.withLock { $0.contains { Self.hasEnded($0) } }
    }

    /// Whether the child process has ended, reaped or not.
    private static func hasEnded(_ program: Int32) -> Bool {
        var information = siginfo_t()
        guard waitid(P_PID, id_t(program), &information, WEXITED | WNOHANG | WNOWAIT) == 0 else {
            return errno == ECHILD
        }
        return information.si_signo == SIGCHLD
    }
}
