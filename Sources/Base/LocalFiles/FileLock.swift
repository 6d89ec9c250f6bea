public import Failures
import Glibc

/// A locked file that proves that a process is alive: the kernel releases the lock when the process ends, for whatever
/// reason. Source: flock(2).
public final class FileLock: Sendable {
    private let descriptor: Int32

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
}

extension PrivateDirectory {
    /// Creates the file `name` with mode 0600 and locks it while the returned value lives; nil when another process
    /// holds the lock.
    ///
    /// - Throws: A `Failure` with status `cannotCreate`.
    public borrowing func hold(_ name: String) throws(Failure) -> FileLock? {
        var attempts = 0
        while attempts < 50 {
            attempts += 1
            let file = openat(descriptor, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
            guard file >= 0 else {
                throw Failure(
                    .cannotCreate, "cannot create a file in \(path)", why: SystemError.text(errno),
                    next: "choose another directory")
            }
            let lock = FileLock(owning: file)
            // `isHeld` locks the file for a moment.
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                poll(nil, 0, 2)
                continue
            }
            // Another process may have removed the file between opening and locking.
            if isNamed(name, file) { return lock }
        }
        return nil
    }

    /// Whether a living process holds the file `name`.
    public borrowing func isHeld(_ name: String) -> Bool {
        let file = openat(descriptor, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// Removes the file `name` unless a living process holds its lock; returns whether the file was removed.
    @discardableResult
    public borrowing func removeUnheld(_ name: String) -> Bool {
        let file = openat(descriptor, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        // The file stays locked while it is removed, so that no other process can lock it in between.
        return flock(file, LOCK_EX | LOCK_NB) == 0 && isNamed(name, file) && unlinkat(descriptor, name, 0) == 0
    }

    /// Waits until no other process has the directory locked, and locks it while the value lives; false when that takes
    /// longer than `limit` milliseconds.
    public borrowing func lock(withinMilliseconds limit: Int) -> Bool {
        var waited = 0
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard waited < limit else { return false }
            poll(nil, 0, 2)
            waited += 2
        }
        return true
    }

    borrowing func isNamed(_ name: String, _ file: Int32) -> Bool {
        var (open, named) = (stat(), stat())
        return fstat(file, &open) == 0 && fstatat(descriptor, name, &named, AT_SYMLINK_NOFOLLOW) == 0
            && open.st_dev == named.st_dev && open.st_ino == named.st_ino
    }
}
