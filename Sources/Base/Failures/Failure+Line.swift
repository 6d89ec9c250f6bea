extension Failure {
    /// What failed and why, in one line.
    public var explained: String { what + (why.map { "; why: \($0)" } ?? "") }

    /// All parts in one line without their names: for a narrow place.
    public var compact: String { [what, why, next].compactMap(\.self).joined(separator: "; ") }

    /// What failed, why, and what to do next, in one line: for a place that has only one.
    public var brief: String { explained + (next.map { "; try: \($0)" } ?? "") }
}
