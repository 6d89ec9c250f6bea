import Failures
import ScreenKit

/// Clusters that are signed for together, so that the result is one message.
struct SigningBatch: Sendable {
    /// The clusters that are not done.
    private(set) var waiting: Set<RowID> = []
    /// The number of signed tokens.
    private(set) var signed = 0
    /// The failures in the order of their occurrence.
    private(set) var failures: [(row: RowID, failure: Failure)] = []

    /// Whether all clusters are done.
    var isDone: Bool { waiting.isEmpty }

    mutating func add(_ rows: some Sequence<RowID>) { waiting.formUnion(rows) }

    /// Records an outcome. Returns whether it belongs to this batch.
    mutating func take(_ outcome: SigningOutcome, isTold: Bool) -> Bool {
        guard waiting.remove(outcome.row) != nil else { return false }
        switch outcome.result {
        case .success: signed += 1
        case .failure(let failure): if isTold { failures.append((outcome.row, failure)) }
        }
        return true
    }
}
