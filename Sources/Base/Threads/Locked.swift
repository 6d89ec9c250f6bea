import Glibc

/// A value that threads take turns at.
///
/// A POSIX mutex rather than `Synchronization.Mutex`, whose lock the thread sanitizer does not see.
public final class Locked<Value: Sendable>: @unchecked Sendable {
    // Both are touched only between lock and unlock, which is why the class may be shared.
    private var value: Value
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// Guards a value.
    public init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Lends the value to `body`, alone.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
