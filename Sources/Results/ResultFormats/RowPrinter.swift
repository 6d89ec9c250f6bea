/// Prints stored rows in columns of known widths; a cell of several lines takes several lines.
struct RowPrinter {
    /// The frame around cells.
    enum Frame {
        /// No outer frame, `+` where a cell continues below, and no trailing blanks.
        case psql
        /// Bars on both sides.
        case box
    }

    let widths: [Int]
    let alignsRight: [Bool]
    let rule: WidthRule
    let frame: Frame
    var output: OutputBuffer
    /// The position in each cell; -1 when it has ended.
    private var places: [Int]

    init(widths: [Int], alignsRight: [Bool], rule: WidthRule, frame: Frame, output: OutputBuffer) {
        (self.widths, self.alignsRight, self.rule) = (widths, alignsRight, rule)
        (self.frame, self.output) = (frame, output)
        places = Array(repeating: 0, count: widths.count)
    }

    mutating func write(_ store: CellStore) {
        let count = store.columnCount
        guard count > 0 else { return }
        store.text.withBytes { text in
            for row in 0..<store.rowCount {
                let cells = store.cells[row * count..<(row + 1) * count]
                if cells.contains(where: \.isBroken) {
                    writeBroken(cells, text)
                } else {
                    writeLine(cells, text)
                }
            }
        }
    }

    private mutating func writeLine(_ cells: ArraySlice<StoredCell>, _ text: UnsafeRawBufferPointer) {
        if frame == .box { output.append(UInt8(ascii: "|")) }
        for (column, cell) in cells.enumerated() {
            let bytes = UnsafeRawBufferPointer(rebasing: text[cell.start..<cell.start + cell.length])
            write(bytes, width: cell.width, column: column, goesOn: false)
        }
        output.append(UInt8(ascii: "\n"))
    }

    private mutating func writeBroken(_ cells: ArraySlice<StoredCell>, _ text: UnsafeRawBufferPointer) {
        for column in places.indices { places[column] = 0 }
        repeat {
            if frame == .box { output.append(UInt8(ascii: "|")) }
            for (column, cell) in cells.enumerated() {
                let bytes = UnsafeRawBufferPointer(rebasing: text[cell.start..<cell.start + cell.length])
                guard places[column] >= 0 else {
                    write(UnsafeRawBufferPointer(start: nil, count: 0), width: 0, column: column, goesOn: false)
                    continue
                }
                let (width, end) = rule.line(of: bytes, from: places[column])
                let line = UnsafeRawBufferPointer(rebasing: bytes[places[column]..<end])
                places[column] = end < bytes.count ? end + 1 : -1
                write(line, width: width, column: column, goesOn: end < bytes.count)
            }
            output.append(UInt8(ascii: "\n"))
        } while places.contains { $0 >= 0 }
    }

    /// Writes one line of a cell with its frame.
    private mutating func write(_ line: UnsafeRawBufferPointer, width: Int, column: Int, goesOn: Bool) {
        let isLast = column == widths.count - 1
        let blanks = widths[column] - width
        output.append(UInt8(ascii: " "))
        if alignsRight[column] {
            // psql writes no blanks after the last line of the last column.
            if !(isLast && frame == .psql && line.baseAddress == nil) {
                output.append(UInt8(ascii: " "), times: blanks)
            }
            output.append(line)
        } else {
            output.append(line)
            if !isLast || goesOn || frame == .box { output.append(UInt8(ascii: " "), times: blanks) }
        }
        switch frame {
        case .psql:
            if goesOn { output.append(UInt8(ascii: "+")) } else if !isLast { output.append(UInt8(ascii: " ")) }
            if !isLast { output.append(UInt8(ascii: "|")) }
        case .box:
            output.append(" |")
        }
    }
}
