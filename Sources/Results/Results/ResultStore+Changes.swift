import Threads

extension ResultStore {
    /// Shows another value in a cell, because the server stores it now. Sorts, filters, searches and exports keep the
    /// value that was read.
    public func show(_ value: [UInt8]?, row: Int, column: Int) {
        changes.withLock { $0[ResultPlace(row: row, column: column)] = .some(value) }
    }

    /// The number of cells that show another value.
    public var changedCells: Int { changes.withLock { $0.count } }
}

extension ResultPage {
    /// The same cells with other values in some of them.
    func changed(by changes: [ResultPlace: [UInt8]?], cellLimit: Int) -> ResultPage {
        guard !changes.isEmpty else { return self }
        var page = self
        for (position, number) in zip(rows, rowNumbers) {
            for column in columns {
                guard let value = changes[ResultPlace(row: number, column: column)] else { continue }
                page.replace(position, column, by: value, cellLimit: max(0, cellLimit))
            }
        }
        return page
    }
}
