/// The progress of a scan through rows.
public struct ScanProgress: Sendable, Equatable {
    /// The number of finished rows.
    public let done: Int
    /// The total number of rows.
    public let total: Int

    public init(done: Int, total: Int) {
        self.done = done
        self.total = total
    }
}

/// Progress and cancellation of a long scan, called at least every 10 ms.
public struct ScanControl {
    /// Receives the progress.
    public let progress: (ScanProgress) -> Void
    /// Returns whether to stop.
    public let isCancelled: () -> Bool

    /// A control; the default reports nothing and never cancels.
    public init(
        progress: @escaping (ScanProgress) -> Void = { _ in }, isCancelled: @escaping () -> Bool = { false }
    ) {
        self.progress = progress
        self.isCancelled = isCancelled
    }
}
