import SQLWire
import TerminalUI

/// MySQL's `\G`: a line of stars for each row, and a line with name and value for each column.
struct StarredRecords: ResultWriter {
    var output = OutputBuffer()
    private let options: WriterOptions
    /// Each column's name with its leading blanks and the colon.
    private var labels: [[UInt8]] = []
    private var rowCount = 0

    init(_ options: WriterOptions) {
        self.options = options
    }

    mutating func begin(_ columns: [Column]) {
        rowCount = 0
        let names = options.columns(columns).map { column -> (text: [UInt8], width: Int) in
            guard options.forTerminal else { return (column.name, column.name.count) }
            let name = HarmlessText.of(String(decoding: column.name, as: UTF8.self))
            return (Array(name.utf8), DisplayWidth.of(name))
        }
        let widest = names.map(\.width).max() ?? 0
        labels = names.map { name in
            Array(repeating: UInt8(ascii: " "), count: widest - name.width) + name.text + Array(": ".utf8)
        }
    }

    mutating func write(_ batch: RowBatch) {
        batch.withValues { values in
            for row in 0..<values.rowCount { write(values, row) }
        }
    }

    mutating func end() {}

    mutating func abandon() {}

    private mutating func write(_ values: RowBatch.Values, _ row: Int) {
        rowCount += 1
        output.append("*************************** ")
        output.append(rowCount)
        output.append(". row ***************************\n")
        var label = 0
        if let cluster = options.clusterColumn {
            output.append(labels[0])
            cluster.withUnsafeBytes { appendValue($0) }
            label = 1
        }
        for column in 0..<values.columnCount {
            output.append(labels[label + column])
            if let value = values[row, column] { appendValue(value) } else { output.append("NULL\n") }
        }
    }

    private mutating func appendValue(_ value: UnsafeRawBufferPointer) {
        if options.forTerminal { output.append(value) } else { output.appendBlankingNUL(value) }
        output.append(UInt8(ascii: "\n"))
    }
}
