import Failures
import Results
import SQLWire

/// A result of one cluster that is not completely written.
struct PendingResult: Sendable {
    /// The place of a result in a script's output, equal for all clusters.
    struct Place: Comparable, Sendable {
        /// The statement, or the text of several statements, counted from 1.
        var statement: Int
        /// The number of earlier statements in the same text.
        var ordinal: Int

        static func < (one: Place, other: Place) -> Bool {
            (one.statement, one.ordinal) < (other.statement, other.ordinal)
        }
    }

    let place: Place
    /// The header with the cluster's column; nil for the bytes of a `COPY … TO STDOUT`.
    let header: ResultHeader?
    /// The rows that arrived before this result's turn.
    let store: ResultStore
    /// Whether it is this result's turn: then rows are written at once.
    var isOpen = false
    var isEnded = false
    var isComplete = true

    /// A result with rows, or with bytes if there is no header.
    init(_ place: Place, _ header: ResultHeader?, budget: MemoryBudget, directory: String) {
        self.place = place
        self.header = header
        let bytes = [Column(name: [], kind: .bytes, mayBeNull: false)]
        store = ResultStore(columns: header?.columns ?? bytes, budget: budget, directory: directory)
    }
}
