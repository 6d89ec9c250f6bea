import SQLWire

/// psql's aligned format: ` id | name `, a rule, rows, `(1 row)` and an empty line.
struct AlignedTable: ResultWriter {
    var output = OutputBuffer()
    private let options: WriterOptions
    private var store: CellStore
    private var headers: [HeaderCell] = []
    private var alignsRight: [Bool] = []
    private var widths: [Int] = []
    private var rowCount = 0
    private var isHeaderWritten = false

    init(_ options: WriterOptions) {
        self.options = options
        store = CellStore(columnCount: 0, options: options)
    }

    mutating func begin(_ columns: [Column]) {
        let columns = options.columns(columns)
        headers = columns.map { HeaderCell($0.name, rule: options.widthRule) }
        alignsRight = columns.map(\.alignsRight)
        widths = headers.map(\.width)
        store = CellStore(columnCount: columns.count, options: options)
        (rowCount, isHeaderWritten) = (0, false)
    }

    mutating func write(_ batch: RowBatch) {
        batch.withValues { values in
            for row in 0..<values.rowCount {
                store.append(values, row: row)
                if store.isFull { flush() }
            }
        }
    }

    mutating func end() {
        flush()
        if !options.quiet { output.appendRowCount(rowCount) }
        output.append(UInt8(ascii: "\n"))
    }

    mutating func abandon() {
        guard isHeaderWritten || store.rowCount > 0 else { return }
        flush()
        output.append(UInt8(ascii: "\n"))
    }

    private mutating func flush() {
        for column in widths.indices { widths[column] = max(widths[column], store.widths[column]) }
        if !isHeaderWritten { writeHeader() }
        var printer = RowPrinter(
            widths: widths, alignsRight: alignsRight, rule: options.widthRule, frame: .psql, output: output)
        output = OutputBuffer()
        printer.write(store)
        output = printer.output
        rowCount += store.rowCount
        store.removeRows()
    }

    private mutating func writeHeader() {
        isHeaderWritten = true
        let last = headers.count - 1
        let height = headers.map(\.lines.count).max() ?? 0
        for line in 0..<height {
            for (column, header) in headers.enumerated() {
                output.append(UInt8(ascii: " "))
                if line < header.lines.count {
                    let blanks = widths[column] - header.lines[line].width
                    output.append(UInt8(ascii: " "), times: blanks / 2)
                    output.append(header.lines[line].text)
                    output.append(UInt8(ascii: " "), times: (blanks + 1) / 2)
                } else {
                    output.append(UInt8(ascii: " "), times: widths[column])
                }
                output.append(line + 1 < header.lines.count ? UInt8(ascii: "+") : UInt8(ascii: " "))
                if column < last { output.append(UInt8(ascii: "|")) }
            }
            output.append(UInt8(ascii: "\n"))
        }
        for column in widths.indices {
            output.append(UInt8(ascii: "-"), times: widths[column] + 2)
            if column < last { output.append(UInt8(ascii: "+")) }
        }
        output.append(widths.isEmpty ? "--\n" : "\n")
    }
}

extension OutputBuffer {
    /// The footer of psql.
    mutating func appendRowCount(_ rows: Int) {
        append(UInt8(ascii: "("))
        append(rows)
        append(rows == 1 ? " row)\n" : " rows)\n")
    }
}
