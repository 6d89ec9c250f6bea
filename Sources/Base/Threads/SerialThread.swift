import CPlatform
import Glibc

/// An executor with a thread of its own: an actor on it may block in C calls without delaying others.
///
/// While it is idle, the thread can watch one descriptor, so that a connection that breaks is noticed at once. The
/// thread ends when the executor is released.
public final class SerialThread: SerialExecutor {
    private let inbox: Inbox

    /// Starts the thread; nil when the system has no thread left.
    public init?() {
        let inbox = Inbox()
        self.inbox = inbox
        guard DetachedThread.start({ inbox.serve() }) else { return nil }
    }

    deinit {
        inbox.end()
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        inbox.add(Inbox.Job(job: UnownedJob(job), executor: asUnownedSerialExecutor()))
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// From now on, when `descriptor` is readable and the thread is idle, `notice` is called on the thread, once. A
    /// later call replaces this one; nil stops watching.
    public func watch(_ descriptor: Int32?, notice: @escaping @Sendable () -> Void = {}) {
        inbox.watch(descriptor.map { Inbox.Watch(descriptor: $0, notice: notice) })
    }
}

/// The thread's jobs. The thread holds this object and not the executor, so that releasing the executor ends the
/// thread.
private final class Inbox: Sendable {
    struct Job: Sendable {
        let job: UnownedJob
        let executor: UnownedSerialExecutor
    }

    struct Watch: Sendable {
        let descriptor: Int32
        let notice: @Sendable () -> Void
    }

    private struct State {
        var jobs: [Job] = []
        var watch: Watch?
        var hasEnded = false
    }

    private enum Turn {
        case jobs([Job])
        case wait(Watch?)
        case end
    }

    private let state = Locked(State())
    private let wake = WakeSignal()

    func add(_ job: Job) {
        state.withLock { $0.jobs.append(job) }
        wake.raise()
    }

    func watch(_ watch: Watch?) {
        state.withLock { $0.watch = watch }
        wake.raise()
    }

    func end() {
        state.withLock { $0.hasEnded = true }
        wake.raise()
    }

    func serve() {
        while true {
            switch nextTurn() {
            case .jobs(let jobs):
                for next in jobs { next.job.runSynchronously(on: next.executor) }
            case .wait(let watch): wait(watch)
            case .end: return
            }
        }
    }

    private func nextTurn() -> Turn {
        state.withLock { state in
            if !state.jobs.isEmpty {
                defer { state.jobs.removeAll() }
                return .jobs(state.jobs)
            }
            return state.hasEnded ? .end : .wait(state.watch)
        }
    }

    private func wait(_ watch: Watch?) {
        let ready = qd_wait(watch?.descriptor ?? -1, Int16(POLLIN), wake.descriptor, -1)
        wake.lower()
        guard ready == 1, let watch else { return }
        state.withLock { if $0.watch?.descriptor == watch.descriptor { $0.watch = nil } }
        watch.notice()
    }
}
