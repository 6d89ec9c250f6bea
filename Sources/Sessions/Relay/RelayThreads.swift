import Glibc
import Threads

/// The threads that a relay waits for before it ends.
final class RelayThreads: @unchecked Sendable {
    // The count is accessed only between lock and unlock, so the class may be shared. It uses a POSIX mutex because the
    // thread sanitizer does not see the lock of `Synchronization.Mutex`.
    private var count = 0
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let change: UnsafeMutablePointer<pthread_cond_t>

    init() {
        mutex = .allocate(capacity: 1)
        change = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(mutex)
        change.deallocate()
        mutex.deallocate()
    }

    /// Runs `work` on a new thread with all signals blocked, because the main thread handles them. Returns false when
    /// `limit` threads run or the system has none left.
    func start(limit: Int, _ work: @escaping @Sendable () -> Void) -> Bool {
        guard enter(limit) else { return false }
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let isStarted = DetachedThread.start { [self] in
            work()
            leave()
        }
        if !isStarted { leave() }
        return isStarted
    }

    /// Waits until all threads have ended.
    func waitForAll() {
        pthread_mutex_lock(mutex)
        while count > 0 { pthread_cond_wait(change, mutex) }
        pthread_mutex_unlock(mutex)
    }

    private func enter(_ limit: Int) -> Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        guard count < limit else { return false }
        count += 1
        return true
    }

    private func leave() {
        pthread_mutex_lock(mutex)
        count -= 1
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(mutex)
    }
}
