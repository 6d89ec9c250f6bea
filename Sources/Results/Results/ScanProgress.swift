/// How far a walk through rows has come.
public struct ScanProgress: Sendable, Equatable {
    /// Rows done.
    public let done: Int
    /// Rows in all.
    public let total: Int

    /// Progress of its parts.
    public init(done: Int, total: Int) {
        self.done = done
        self.total = total
    }
}

/// What a long walk tells, and asks, between two pieces of work of less than 10 ms.
public struct ScanControl {
    /// Is told how far it has come.
    public let progress: (ScanProgress) -> Void
    /// Is asked whether to stop.
    public let isCancelled: () -> Bool

    /// A control; without closures nothing is told, and nothing stops it.
    public init(
        progress: @escaping (ScanProgress) -> Void = { _ in }, isCancelled: @escaping () -> Bool = { false }
    ) {
        self.progress = progress
        self.isCancelled = isCancelled
    }
}
