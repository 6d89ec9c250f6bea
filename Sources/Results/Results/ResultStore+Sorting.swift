public import Failures
import SQLWire

extension ResultStore {
    /// The existing rows, or those of a selection, sorted; nil when cancelled. The sort is stable.
    ///
    /// Numeric columns are sorted by exact value: -Infinity first, then numbers, Infinity, NaN, then other texts. All
    /// other columns are sorted by their bytes. The sort uses the remaining memory of the budget, at least a quarter of
    /// it, and merges from a file beyond that.
    ///
    /// - Throws: A `Failure` when a file cannot be read or written.
    public func sorted(
        by keys: [SortKey], of selection: RowSelection? = nil, control: ScanControl = ScanControl()
    ) throws(Failure) -> RowSelection? {
        let snapshot = snapshot()
        let keys = keys.filter { columns.indices.contains($0.column) }
            .map { SortColumn($0, isNumber: columns[$0.column].kind.isNumber) }
        guard !keys.isEmpty else { return try unsorted(snapshot, selection) }
        // A few rows need only room for keys of average length.
        let wanted = (selection?.count ?? snapshot.rowCount) * 256 + ExternalSort.leastMemory
        let memory = budget.take(atLeast: ExternalSort.leastMemory, atMost: wanted)
        defer { budget.count(-memory) }
        let sort = ExternalSort(
            snapshot, directory: directory, keys: keys, selection: selection, control: control, memory: memory)
        do throws(Failure) {
            return try sort.sorted()
        } catch {
            if error == .cancelled { return nil }
            throw error
        }
    }

    private func unsorted(_ snapshot: RowSnapshot, _ selection: RowSelection?) throws(Failure) -> RowSelection {
        if let selection { return selection }
        var writer = SelectionWriter(rowCount: snapshot.rowCount, budget: budget, directory: directory)
        for row in 0..<snapshot.rowCount { try writer.append(row) }
        return try writer.finish()
    }
}

extension Column.Kind {
    /// Whether values are compared as numbers.
    var isNumber: Bool {
        switch self {
        case .integer, .decimal, .float: true
        case .boolean, .json, .bytes, .text: false
        }
    }
}
