import Failures
import Glibc
import LocalFiles

/// The lock that a sandbox's supervisor holds as long as it lives, and `down` while it removes.
///
/// A POSIX record lock: the kernel tells who holds it, and looking disturbs nobody. Source: fcntl(2) F_SETLK, F_GETLK.
final class StateLock {
    private let descriptor: Int32

    /// Takes the lock; nil when another process has it.
    ///
    /// - Throws: A `Failure` when there can be no lock.
    init?(_ path: String) throws(Failure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "cannot lock \(path)", why: SystemError.text(errno), next: "choose another --state DIR")
        }
        var request = Self.wholeFile
        guard fcntl(descriptor, F_SETLK, &request) == 0 else {
            return nil
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The process that has the lock now; nil when nobody has it.
    static func holder(_ path: String) -> pid_t? {
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var request = wholeFile
        guard fcntl(descriptor, F_GETLK, &request) == 0, request.l_type != Int16(F_UNLCK) else { return nil }
        return request.l_pid
    }

    private static var wholeFile: flock {
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        return request
    }
}
