import BlockingExecutor

/// What goes on in the background, and which of it is to end.
final class JobBoard: Sendable {
    private let ended = Locked<(numbers: Set<Int>, all: Bool)>(([], false))

    /// Ends a job.
    func end(_ job: Int) { ended.withLock { _ = $0.numbers.insert(job) } }

    /// Ends all of them.
    func endAll() { ended.withLock { $0.all = true } }

    /// Whether a job is to end.
    func isEnded(_ job: Int) -> Bool { ended.withLock { $0.all || $0.numbers.contains(job) } }
}
