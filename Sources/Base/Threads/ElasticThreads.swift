import CPlatform
import Glibc

/// Runs tasks that may block: each job of theirs has a thread to itself, so that one that waits holds no other one up.
///
/// The threads of Swift's own pool are as many as the machine has cores: as many tasks that block there stop everything
/// that awaits. Threads that have nothing to do end after some seconds.
public final class ElasticThreads: TaskExecutor {
    private let pool = Pool()

    /// No thread yet.
    public init() {}

    /// Runs a job on a thread that has nothing else to do; where the system gives no more threads, it waits for one.
    public func enqueue(_ job: consuming ExecutorJob) {
        pool.add(UnownedJob(job), asUnownedTaskExecutor())
    }
}

/// The jobs that wait, and the threads that wait for jobs. A thread holds this, and not the executor.
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
        // One of the others does it when it is done with its own; without any, who asks does it.
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

    /// Answers false when the thread is to end.
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
