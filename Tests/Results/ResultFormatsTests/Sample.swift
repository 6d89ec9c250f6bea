import ResultFormats
import SQLWire

/// A test's description of a result.
struct Sample {
    var names: [String]
    var kinds: [Column.Kind]
    var rows: [[String?]]

    init(_ names: [String], _ kinds: [Column.Kind]? = nil, _ rows: [[String?]] = []) {
        self.names = names
        self.kinds = kinds ?? names.map { _ in .text }
        self.rows = rows
    }

    var columns: [Column] {
        names.indices.map { index in
            Column(
                name: Array(names[index].utf8), kind: kinds[index], alignsRight: isNumber(index),
                mayBeNull: rows.contains { $0[index] == nil })
        }
    }

    func isNumber(_ column: Int) -> Bool { [.integer, .decimal, .float].contains(kinds[column]) }

    func batch(_ range: Range<Int>) -> RowBatch {
        var batch = RowBatch(columnCount: names.count)
        for row in rows[range] { batch.append(row.map { $0.map { Array($0.utf8) } }) }
        return batch
    }
}

extension RowBatch {
    mutating func append(_ row: [[UInt8]?]) {
        let bytes = row.flatMap { $0 ?? [] }
        bytes.withUnsafeBytes { all in
            var start = 0
            appendRow { column in
                guard let value = row[column] else { return nil }
                defer { start += value.count }
                return UnsafeRawBufferPointer(rebasing: all[start..<start + value.count])
            }
        }
    }
}

extension ResultFormat {
    /// A writer's output for results, a few rows at a time.
    func written(_ samples: [Sample], _ options: WriterOptions, rowsAtOnce: Int = 3) -> [UInt8] {
        var writer = makeWriter(options)
        var all: [UInt8] = []
        func take() {
            all += writer.output.bytes
            writer.output.removeAll()
        }
        for sample in samples {
            writer.begin(sample.columns)
            take()
            for start in stride(from: 0, to: sample.rows.count, by: rowsAtOnce) {
                writer.write(sample.batch(start..<min(start + rowsAtOnce, sample.rows.count)))
                take()
            }
            writer.end()
            take()
        }
        return all
    }

    func text(
        _ sample: Sample..., dialect: Dialect = .postgresql, forTerminal: Bool = false, cluster: String? = nil
    ) -> String {
        let options = WriterOptions(
            dialect: dialect, forTerminal: forTerminal, clusterColumn: cluster.map { Array($0.utf8) })
        return String(decoding: written(sample, options), as: UTF8.self)
    }
}
