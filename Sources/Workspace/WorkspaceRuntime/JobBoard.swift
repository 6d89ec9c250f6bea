import Threads

/// The background jobs and their cancellation.
final class JobBoard: Sendable {
    private let working = Locked(0)
    private let ended = Locked<(numbers: Set<Int>, all: Bool)>(([], false))

    /// Cancels a job.
    func end(_ job: Int) { ended.withLock { _ = $0.numbers.insert(job) } }

    /// Cancels all jobs.
    func endAll() { ended.withLock { $0.all = true } }

    /// Whether any work is running.
    var isBusy: Bool { working.withLock { $0 > 0 } }

    /// Counts work that begins; call `finish` afterwards.
    func begin() { working.withLock { $0 += 1 } }

    /// Counts work that has ended.
    func finish() { working.withLock { $0 -= 1 } }

    /// Whether a job is cancelled.
    func isEnded(_ job: Int) -> Bool { ended.withLock { $0.all || $0.numbers.contains(job) } }
}
