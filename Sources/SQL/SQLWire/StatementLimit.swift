extension SQLSession {
    /// Starts the time limit of a statement; the caller cancels the task when the statement ends.
    ///
    /// PostgreSQL's server ends every statement in time. MySQL's own limit applies only to SELECT, so the program
    /// cancels other statements.
    public nonisolated func startLimit(_ seconds: Int?, _ dialect: Dialect) -> Task<Void, Never>? {
        guard dialect == .mysql, let seconds else { return nil }
        return Task {
            guard (try? await Task.sleep(for: .seconds(seconds + 1))) != nil else { return }
            cancel()
        }
    }
}
