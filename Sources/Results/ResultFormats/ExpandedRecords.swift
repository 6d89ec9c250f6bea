import SQLWire

/// psql's expanded format: a header for each record, and one line for each value.
struct ExpandedRecords: ResultWriter {
    var output = OutputBuffer()
    private let options: WriterOptions
    private var store: CellStore
    private var headers: [HeaderCell] = []
    private var headerWidth = 0
    private var dataWidth = 0
    private var rowCount = 0

    init(_ options: WriterOptions) {
        self.options = options
        store = CellStore(columnCount: 0, options: options)
    }

    mutating func begin(_ columns: [Column]) {
        let columns = options.columns(columns)
        headers = columns.map { HeaderCell($0.name, rule: options.widthRule) }
        headerWidth = headers.map(\.width).max() ?? 0
        store = CellStore(columnCount: columns.count, options: options)
        (dataWidth, rowCount) = (0, 0)
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
        // Records are numbered; rows without columns only have a row count.
        if !options.quiet, rowCount == 0 || headers.isEmpty { output.appendRowCount(rowCount) }
        output.append(UInt8(ascii: "\n"))
    }

    mutating func abandon() {
        flush()
        if rowCount > 0 { output.append(UInt8(ascii: "\n")) }
    }

    private mutating func flush() {
        dataWidth = max(dataWidth, store.widths.max() ?? 0)
        let count = store.columnCount
        let taken = store
        for row in 0..<taken.rowCount {
            rowCount += 1
            guard count > 0 else { continue }
            writeRule()
            taken.text.withBytes { text in
                for column in 0..<count {
                    let cell = taken.cells[row * count + column]
                    let range = cell.start..<cell.start + cell.length
                    write(UnsafeRawBufferPointer(rebasing: text[range]), under: headers[column])
                }
            }
        }
        store.removeRows()
    }

    /// `-[ RECORD 1 ]-+-----`: the label covers a rule and may be longer than it.
    private mutating func writeRule() {
        let label = Array("-[ RECORD \(rowCount) ]".utf8)
        output.append(label)
        let joint = headerWidth + 1
        if label.count <= joint {
            output.append(UInt8(ascii: "-"), times: joint - label.count)
            output.append(UInt8(ascii: "+"))
        }
        output.append(UInt8(ascii: "-"), times: headerWidth + dataWidth + 3 - max(label.count, joint + 1))
        output.append(UInt8(ascii: "\n"))
    }

    /// The lines of the name on the left and of the value on the right, until both have ended.
    private mutating func write(_ value: UnsafeRawBufferPointer, under header: HeaderCell) {
        var place = 0
        var line = 0
        while line < header.lines.count || place >= 0 {
            if line < header.lines.count {
                output.append(header.lines[line].text)
                output.append(UInt8(ascii: " "), times: headerWidth - header.lines[line].width)
                output.append(line + 1 < header.lines.count ? UInt8(ascii: "+") : UInt8(ascii: " "))
            } else {
                output.append(UInt8(ascii: " "), times: headerWidth + 1)
            }
            output.append(UInt8(ascii: "|"))
            line += 1
            if place >= 0 {
                let (width, end) = options.widthRule.line(of: value, from: place)
                output.append(UInt8(ascii: " "))
                output.append(UnsafeRawBufferPointer(rebasing: value[place..<end]))
                if end < value.count {
                    output.append(UInt8(ascii: " "), times: dataWidth - width)
                    output.append(UInt8(ascii: "+"))
                }
                place = end < value.count ? end + 1 : -1
            }
            output.append(UInt8(ascii: "\n"))
        }
    }
}
