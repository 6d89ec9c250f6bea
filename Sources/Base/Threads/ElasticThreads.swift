import CPlatform
import Glibc

/// Runs tasks that may block. Each job has its own thread, so a job that waits delays no other.
///
/// Swift's own pool has only as many threads as the machine has cores: when that many tasks block there, every `await`
/// in the process stops. Idle threads end after a few seconds.
public final class ElasticThreads: TaskExecutor {
    private let pool = Pool()

    /// An executor without threads; they start on demand.
    public init() {}

    /// Runs a job on an idle or new thread. If the system has no more threads, the job waits for one.
    public func enqueue(_ job: consuming ExecutorJob) {
        pool.add(UnownedJob(job), asUnownedTaskExecutor())
    }
}

/// The waiting jobs and the idle threads. The threads hold this object and not the executor.
private final class Pool: Sendable {
    private struct State {
        var jobs: [(UnownedJob, UnownedTaskExecutor)] = []
        var idle = 0
        var threads = 0
    }

    private let state = Locked(State())
    private let wake = WakeSignal()
    private static let patience: Int32 = 5_000

    func add(_ job: UnownedJob, _ executor: UnownedTaskExecutor) {
        let needsThread = state.withLock { state -> Bool in
            state.jobs.append((job, executor))
            guard state.idle < state.jobs.count else { return false }
            state.threads += 1
            return true
        }
        guard needsThread else { return wake.raise() }
        if DetachedThread.start({ self.serve() }) { return }
        let hasOther = state.withLock { state -> Bool in
            state.threads -= 1
            return state.threads > 0
        }
        // An existing thread runs the job when it is free; without any, the caller runs it.
        if !hasOther { serveOnce() }
    }

    private func next() -> (UnownedJob, UnownedTaskExecutor)? {
        state.withLock { $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }
    }

    private func serveOnce() {
        if let (job, executor) = next() { job.runSynchronously(on: executor) }
    }

    private func serve() {
        while true {
            while let (job, executor) = next() { job.runSynchronously(on: executor) }
            guard waitForJobs() else { return }
        }
    }

    /// Returns false when the thread must end.
    private func waitForJobs() -> Bool {
        state.withLock { $0.idle += 1 }
        let end = qd_monotonic_nanoseconds() + Int64(Self.patience) * 1_000_000
        while true {
            let left = Int32(clamping: (end - qd_monotonic_nanoseconds()) / 1_000_000)
            let outcome = state.withLock { state -> Bool? in
                if !state.jobs.isEmpty {
                    state.idle -= 1
                    return true
                }
                wake.lower()
                guard left <= 0 else { return nil }
                state.idle -= 1
                state.threads -= 1
                return false
            }
            if let outcome { return outcome }
            _ = wake.wait(milliseconds: left)
        }
    }
}
