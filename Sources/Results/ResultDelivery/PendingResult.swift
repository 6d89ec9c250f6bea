import Failures
import Results
import SQLCore

/// A result of one cluster that is not written yet, or not to its end.
struct PendingResult: Sendable {
    /// The place of a result in a script's output, the same on every cluster.
    struct Place: Comparable, Sendable {
        /// The statement, or the text of several, counted from 1.
        var statement: Int
        /// How many that it consists of were over before, with a result or without.
        var ordinal: Int

        static func < (one: Place, other: Place) -> Bool {
            (one.statement, one.ordinal) < (other.statement, other.ordinal)
        }
    }

    let place: Place
    /// With the cluster's column; nil for bytes of a `COPY … TO STDOUT`.
    let header: ResultHeader?
    /// What came before it was this result's turn.
    let store: ResultStore
    /// Whether it is its turn: what comes now is written at once.
    var isOpen = false
    var isEnded = false
    var isComplete = true

    /// A result of rows, or of bytes when there is no header.
    init(_ place: Place, _ header: ResultHeader?, budget: MemoryBudget, directory: String) {
        self.place = place
        self.header = header
        let bytes = [Column(name: [], kind: .bytes, mayBeNull: false)]
        store = ResultStore(columns: header?.columns ?? bytes, budget: budget, directory: directory)
    }
}
