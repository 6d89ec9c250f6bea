import CPlatform
import Glibc

/// Standard error while the screen is up: what libraries and a crash write goes to a file in memory instead of across the
/// screen, and is shown when the screen is gone.
struct StandardError {
    /// Where it went before.
    let original: Int32
    /// The file; -1 where there is none to be had.
    let log: Int32

    init() {
        original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        log = qd_memory_file("quarterdeck-stderr")
    }

    /// Keeps it off the screen.
    func divert() {
        if log >= 0 { dup2(log, STDERR_FILENO) }
    }

    /// Lets it go where it went.
    func restore() {
        if original >= 0 { dup2(original, STDERR_FILENO) }
    }

    /// Writes what has come out where it belongs.
    func show() {
        guard log >= 0, original >= 0 else { return }
        var part = [UInt8](repeating: 0, count: 4_096)
        var place: off_t = 0
        while true {
            let count = pread(log, &part, part.count, place)
            guard count > 0, write(original, part, count) == count else { return }
            place += off_t(count)
        }
    }
}
