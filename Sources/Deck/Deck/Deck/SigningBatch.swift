import Failures
import ScreenKit

/// Clusters that are signed for at once, so that what came of them is told once.
struct SigningBatch: Sendable {
    /// Those that are not done.
    private(set) var waiting: Set<RowID> = []
    /// How many were signed.
    private(set) var signed = 0
    /// What failed, in the order in which it did.
    private(set) var failures: [(row: RowID, failure: Failure)] = []

    /// Whether all is done.
    var isDone: Bool { waiting.isEmpty }

    /// Adds clusters.
    mutating func add(_ rows: some Sequence<RowID>) { waiting.formUnion(rows) }

    /// Takes an outcome; answers whether it is one of these.
    mutating func take(_ outcome: SigningOutcome, isTold: Bool) -> Bool {
        guard waiting.remove(outcome.row) != nil else { return false }
        switch outcome.result {
        case .success: signed += 1
        case .failure(let failure): if isTold { failures.append((outcome.row, failure)) }
        }
        return true
    }
}
