import Doctor
import Failures
import ScreenKit

/// Shows the checks of the cluster under the cursor, and starts them unless they are running.
func diagnose(_ state: inout DeckState) -> [Effect] {
    guard let row = state.current else { return onCurrent(&state) { _, _ in [] } }
    state.overlay = .diagnosis(row.id, scroll: 0)
    if row.diagnosis?.isRunning == true { return [] }
    state.change(row.id) { $0.diagnosis = Diagnosis(cluster: row.id.name) }
    return [.diagnose(row.id)]
}

/// Handles the end of one check or of all.
func diagnosed(_ state: inout DeckState, _ row: RowID, _ diagnosis: Diagnosis) {
    state.change(row) { $0.diagnosis = diagnosis }
    guard !diagnosis.isRunning else { return }
    if let failed = diagnosis.report.failed {
        let cause = diagnosis.report.cause.map { ": \($0.rawValue)" } ?? ""
        state.note(row, .error, "the check \(failed.rawValue) failed\(cause)")
    }
}
