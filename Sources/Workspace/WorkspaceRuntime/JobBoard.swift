import Threads

/// What goes on in the background, and which of it is to end.
final class JobBoard: Sendable {
    private let working = Locked(0)
    private let ended = Locked<(numbers: Set<Int>, all: Bool)>(([], false))

    /// Ends a job.
    func end(_ job: Int) { ended.withLock { _ = $0.numbers.insert(job) } }

    /// Ends all of them.
    func endAll() { ended.withLock { $0.all = true } }

    /// Whether something is under way.
    var isBusy: Bool { working.withLock { $0 > 0 } }

    /// Counts work that begins; `finish` is to follow.
    func begin() { working.withLock { $0 += 1 } }

    /// Counts work that is done.
    func finish() { working.withLock { $0 -= 1 } }

    /// Whether a job is to end.
    func isEnded(_ job: Int) -> Bool { ended.withLock { $0.all || $0.numbers.contains(job) } }
}
