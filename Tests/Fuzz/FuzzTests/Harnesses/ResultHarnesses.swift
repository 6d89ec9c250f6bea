import ResultFormats
import Results
import SQLWire

extension Harness {
    /// Results of servers: the bytes are the number of columns, then cells, each behind a byte for its length.
    static let results = [
        Harness("writers", seeds: ["\u{3}\u{1}a\u{5}hello\0\u{2}\t\n\u{4}|\"'\\\u{3}\u{1B}[0"]) { bytes in
            let (columns, batch) = batch(bytes)
            for dialect in [Dialect.postgresql, .mysql] {
                for format in ResultFormat.allCases {
                    for isTerminal in [false, true] {
                        var writer = format.makeWriter(WriterOptions(dialect: dialect, forTerminal: isTerminal))
                        writer.begin(columns)
                        writer.write(batch)
                        writer.end()
                    }
                }
            }
        },
        Harness("store", seeds: ["\u{2}\u{1}a\u{5}hello\u{2}zz\u{1}y"]) { bytes in
            let (columns, batch) = batch(bytes)
            let store = ResultStore(columns: columns, budget: MemoryBudget(bytes: 64), directory: "/tmp")
            guard (try? store.append(batch)) != nil else { return }
            store.finish(isComplete: true)
            for row in 0..<store.rowCount {
                for column in columns.indices {
                    let value = try? store.value(row: row, column: column)
                    require(value == batch.value(row: row, column: column))
                }
            }
        },
    ]

    private static func batch(_ bytes: [UInt8]) -> ([Column], RowBatch) {
        var rest = bytes[...]
        let count = Int(rest.popFirst() ?? 1) % 8 + 1
        let kinds: [Column.Kind] = [.text, .integer, .json, .bytes, .float, .boolean, .decimal]
        let columns = (0..<count).map { Column(name: Array("c\($0)".utf8), kind: kinds[$0 % kinds.count]) }
        var batch = RowBatch(columnCount: count)
        while !rest.isEmpty, batch.rowCount < 64 {
            let cells: [[UInt8]?] = (0..<count).map { _ in
                guard let length = rest.popFirst(), length < 0xF0 else { return nil }
                defer { rest = rest.dropFirst(Int(length)) }
                return Array(rest.prefix(Int(length)))
            }
            batch.appendRow(cells)
        }
        return (columns, batch)
    }
}

extension RowBatch {
    fileprivate mutating func appendRow(_ cells: [[UInt8]?]) {
        // The pointers are valid until the row is copied.
        let kept = cells.map { cell in
            cell.map { bytes -> UnsafeMutableRawBufferPointer in
                let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
                copy.copyBytes(from: bytes)
                return UnsafeMutableRawBufferPointer(rebasing: copy[0..<bytes.count])
            }
        }
        appendRow { kept[$0].map { UnsafeRawBufferPointer($0) } }
        for case let copy? in kept { copy.baseAddress?.deallocate() }
    }
}
