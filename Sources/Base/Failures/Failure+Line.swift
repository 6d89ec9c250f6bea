extension Failure {
    /// What failed and why, in one line.
    public var explained: String { what + (why.map { "; why: \($0)" } ?? "") }

    /// What failed, why, and what to do next, in one line: for a place that has only one.
    public var brief: String { explained + (next.map { "; try: \($0)" } ?? "") }
}
