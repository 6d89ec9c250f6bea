/// The progress of a cluster in the script, and its unwritten results.
struct ClusterQueue: Sendable {
    private var results: [PendingResult] = []
    /// The place of its next result.
    private var coming = PendingResult.Place(statement: 0, ordinal: 0)
    private var isFinished = false

    /// The oldest result that is not completely written.
    var first: PendingResult? {
        get { results.first }
        set { if let newValue, !results.isEmpty { results[0] = newValue } }
    }

    /// The result whose rows are arriving.
    var arriving: PendingResult? { results.last.flatMap { $0.isEnded ? nil : $0 } }

    mutating func removeFirst() { results.removeFirst() }

    mutating func beginStatement() {
        endResult(isComplete: false)
        coming = PendingResult.Place(statement: coming.statement + 1, ordinal: 0)
    }

    mutating func begin(_ make: (PendingResult.Place) -> PendingResult) {
        if arriving != nil { end(isComplete: false) }
        results.append(make(coming))
    }

    /// Ends the current statement, with or without a result.
    mutating func end(isComplete: Bool) {
        endResult(isComplete: isComplete)
        coming.ordinal += 1
    }

    mutating func finish() {
        endResult(isComplete: false)
        isFinished = true
    }

    private mutating func endResult(isComplete: Bool) {
        guard arriving != nil else { return }
        results[results.count - 1].isEnded = true
        results[results.count - 1].isComplete = isComplete
    }

    /// Whether the cluster will have no result at this place.
    func hasPassed(_ place: PendingResult.Place) -> Bool {
        if let first { return place < first.place }
        return isFinished || place < coming
    }

    /// The next place that has or may have a result; nil when all results are written and none will follow.
    var next: PendingResult.Place? {
        if let first { return first.place }
        return isFinished ? nil : coming
    }
}
