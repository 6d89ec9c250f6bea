import CPlatform
import Glibc

/// Standard error while the screen is in use: the output of libraries and of a crash goes to a file in memory, and is
/// shown afterwards.
struct StandardError {
    /// The original target.
    let original: Int32
    /// The file; -1 when there is none.
    let log: Int32

    init() {
        original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        log = qd_memory_file("quarterdeck-stderr")
    }

    /// Redirects standard error to the file.
    func divert() {
        if log >= 0 { dup2(log, STDERR_FILENO) }
    }

    /// Restores the original target.
    func restore() {
        if original >= 0 { dup2(original, STDERR_FILENO) }
    }

    /// Prints the content of the file.
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
