import SQLWire

/// The boxes of `mariadb -t`; a result without rows has no output.
struct BoxedTable: ResultWriter {
    /// The maximum width of a column's frame.
    private static let widthLimit = 1024

    var output = OutputBuffer()
    private let options: WriterOptions
    private var store: CellStore
    private var headers: [HeaderCell] = []
    private var alignsRight: [Bool] = []
    private var widths: [Int] = []
    private var isHeaderWritten = false

    init(_ options: WriterOptions) {
        self.options = options
        store = CellStore(columnCount: 0, options: options)
    }

    mutating func begin(_ columns: [Column]) {
        let columns = options.columns(columns)
        headers = columns.map { HeaderCell($0.name, rule: options.widthRule) }
        alignsRight = columns.map(\.alignsRight)
        widths = zip(columns, headers).map { column, header in
            max(options.forTerminal ? header.width : header.length, column.mayBeNull ? 4 : 0)
        }
        store = CellStore(columnCount: columns.count, options: options)
        isHeaderWritten = false
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
        if isHeaderWritten { writeRule() }
    }

    mutating func abandon() {
        end()
    }

    private mutating func flush() {
        guard store.rowCount > 0 else { return }
        for column in widths.indices {
            widths[column] = min(max(widths[column], store.widths[column]), Self.widthLimit)
        }
        if !isHeaderWritten { writeHeader() }
        var printer = RowPrinter(
            widths: widths, alignsRight: alignsRight, rule: options.widthRule, frame: .box, output: output)
        output = OutputBuffer()
        printer.write(store)
        output = printer.output
        store.removeRows()
    }

    private mutating func writeHeader() {
        isHeaderWritten = true
        writeRule()
        for line in 0..<max(1, headers.map(\.lines.count).max() ?? 0) {
            output.append(UInt8(ascii: "|"))
            for (column, header) in headers.enumerated() {
                let width = line < header.lines.count ? header.lines[line].width : 0
                output.append(UInt8(ascii: " "))
                if line < header.lines.count { output.append(header.lines[line].text) }
                output.append(UInt8(ascii: " "), times: widths[column] - width)
                output.append(" |")
            }
            output.append(UInt8(ascii: "\n"))
        }
        writeRule()
    }

    private mutating func writeRule() {
        output.append(UInt8(ascii: "+"))
        for width in widths {
            output.append(UInt8(ascii: "-"), times: width + 2)
            output.append(UInt8(ascii: "+"))
        }
        output.append(UInt8(ascii: "\n"))
    }
}
