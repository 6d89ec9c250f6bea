import Failures
import Glibc
import LocalFiles

/// The lock file of a sandbox.
///
/// It uses POSIX record locks: the kernel reports their holders without any interference. A lock ends when its process
/// closes the file anywhere, so a process that holds one must use only this object. Source: fcntl(2) F_SETLK, F_GETLK.
final class StateLock {
    /// The parts of the lock.
    enum Part: Int {
        /// For the supervisor; a remover takes it, too, after the supervisor has ended.
        case supervision = 0
        /// For removing the sandbox, one process at a time.
        case removal = 1
    }

    private let descriptor: Int32

    /// Opens or creates the lock file without locking it.
    ///
    /// - Throws: A `Failure` when the file cannot be locked.
    init(_ path: String) throws(Failure) {
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Failure(
                .cannotCreate, "cannot lock \(path)", why: SystemError.text(errno), next: "choose another --state DIR")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Locks a part while the object lives; false when another process holds it.
    func take(_ part: Part) -> Bool {
        var request = Self.request(start: part.rawValue, length: 1)
        return fcntl(descriptor, F_SETLK, &request) == 0
    }

    /// The process that holds a part; nil when it is free or held by this process.
    func holder(_ part: Part) -> pid_t? {
        Self.holder(descriptor, Self.request(start: part.rawValue, length: 1))
    }

    /// The process that holds any part; nil when there is none.
    static func holder(_ path: String) -> pid_t? {
        let descriptor = open(path, O_RDWR | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return holder(descriptor, request(start: 0, length: 0))
    }

    private static func holder(_ descriptor: Int32, _ request: flock) -> pid_t? {
        var request = request
        guard fcntl(descriptor, F_GETLK, &request) == 0, request.l_type != Int16(F_UNLCK) else { return nil }
        return request.l_pid
    }

    /// The request for an exclusive lock; a length of 0 means up to the end.
    private static func request(start: Int, length: Int) -> flock {
        var request = flock()
        request.l_type = Int16(F_WRLCK)
        request.l_whence = Int16(SEEK_SET)
        request.l_start = off_t(start)
        request.l_len = off_t(length)
        return request
    }
}
