import Failures

/// A match prepared for testing many rows.
struct RowTest {
    private enum Kind {
        case contains(CellSearch)
        case isNull
        case isNotNull
        /// Whether values pass that come before, equal or come after the text.
        case compared(ComparedText, less: Bool, equal: Bool, greater: Bool)
    }

    private let kind: Kind
    /// The columns; one match is enough.
    private let columns: [Int]
    private let isNumber: [Bool]

    /// `isNumber` contains for each column of the result whether it is numeric.
    init(_ match: RowMatch, isNumber: [Bool]) {
        self.isNumber = isNumber
        columns = match.column.map { isNumber.indices.contains($0) ? [$0] : [] } ?? Array(isNumber.indices)
        switch match.test {
        case .contains(""), .isNotNull: kind = .isNotNull
        case .isNull: kind = .isNull
        case .contains(let text):
            kind = .contains(CellSearch(TextPattern(text), columns: columns, columnCount: isNumber.count))
        case .equals(let text): kind = .compared(ComparedText(text), less: false, equal: true, greater: false)
        case .differs(let text): kind = .compared(ComparedText(text), less: true, equal: false, greater: true)
        case .isGreater(let text): kind = .compared(ComparedText(text), less: false, equal: false, greater: true)
        case .isLess(let text): kind = .compared(ComparedText(text), less: true, equal: false, greater: false)
        }
    }

    /// Marks the rows of a block that pass.
    func mark<Ends: CellEnds>(_ marks: inout [Bool], in block: BlockView<Ends>) {
        if case .contains(let search) = kind {
            var cell = 0
            while let found = search.first(in: block, from: cell) {
                let row = found / block.columnCount
                marks[row] = true
                cell = (row + 1) * block.columnCount
            }
            return
        }
        for row in marks.indices {
            marks[row] = columns.contains { column in
                passes(block.value(row * block.columnCount + column), isNumber: isNumber[column])
            }
        }
    }

    /// Whether a row passes that is too large to be read at once.
    func passes(_ row: GiantRow) throws(Failure) -> Bool {
        if case .contains(let search) = kind {
            var isFound = false
            try search.forEachColumn(of: row) { _ in
                isFound = true
                return false
            }
            return isFound
        }
        for column in columns {
            let value = try row.prefix(column, limit: comparedBytes(isNumber: isNumber[column]))
            if passes(value, isNumber: isNumber[column]) { return true }
        }
        return false
    }

    private func passes(_ value: UnsafeRawBufferPointer?, isNumber: Bool) -> Bool {
        switch (kind, value) {
        case (.isNull, let value): value == nil
        case (_, nil): false
        case (.isNotNull, _), (.contains, _): true
        case (.compared(let text, let less, let equal, let greater), let value?):
            switch text.order(of: value, isNumber: isNumber) {
            case ..<0: less
            case 0: equal
            default: greater
            }
        }
    }

    /// The number of bytes of a value to compare: one more than the text has, to detect a longer value.
    private func comparedBytes(isNumber: Bool) -> Int {
        guard case .compared(let text, _, _, _) = kind else { return 0 }
        return isNumber ? max(1 << 20, text.bytes.count + 1) : text.bytes.count + 1
    }
}

/// A text to compare values with, as text or as a number.
struct ComparedText {
    let bytes: [UInt8]
    private let number: ComparisonKey

    init(_ text: String) {
        bytes = Array(text.utf8)
        number = bytes.withUnsafeBytes { ComparisonKey($0, isNumber: true) }
    }

    /// Negative when the value comes before the text, 0 when they are equal.
    func order(of value: UnsafeRawBufferPointer, isNumber: Bool) -> Int {
        if isNumber { return ComparisonKey(value, isNumber: true).order(against: number) }
        return bytes.withUnsafeBytes { bytes in
            for (one, other) in zip(value, bytes) where one != other { return one < other ? -1 : 1 }
            return value.count - bytes.count
        }
    }
}
