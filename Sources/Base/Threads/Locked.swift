import Glibc

/// A value behind a lock.
///
/// It uses a POSIX mutex because the thread sanitizer does not see the lock of `Synchronization.Mutex`.
public final class Locked<Value: Sendable>: @unchecked Sendable {
    // Both are accessed only between lock and unlock, so the class may be shared.
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    public init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Passes the value to `body` while the lock is held.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
