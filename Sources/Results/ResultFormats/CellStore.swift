import SQLWire

/// A cell ready for printing.
struct StoredCell: Sendable {
    /// The offset of its bytes in the store.
    var start: Int
    /// In bytes.
    var length: Int
    /// The width of its widest line in columns.
    var width: Int
    /// Whether it contains a newline.
    var isBroken: Bool
}

/// The rows that a table holds back, up to a limit, to compute its column widths.
///
/// Within the limit, the output equals the servers' clients exactly; later rows can only widen columns.
struct CellStore: Sendable {
    static let rowLimit = 4000
    static let byteLimit = 2 << 20

    private let rule: WidthRule
    private let nullText: StaticString
    private let cluster: [UInt8]?
    let columnCount: Int
    private(set) var text = OutputBuffer()
    private(set) var cells: [StoredCell] = []
    private(set) var rowCount = 0
    /// The width of each column's widest cell in all rows so far; it never shrinks.
    private(set) var widths: [Int]

    /// `columnCount` includes the cluster column.
    init(columnCount: Int, options: WriterOptions) {
        self.columnCount = columnCount
        rule = options.widthRule
        nullText = options.dialect == .mysql ? "NULL" : ""
        cluster = options.clusterColumn
        widths = Array(repeating: 0, count: columnCount)
    }

    var isFull: Bool { rowCount >= Self.rowLimit || text.count >= Self.byteLimit }

    mutating func append(_ values: RowBatch.Values, row: Int) {
        var lead = 0
        if let cluster {
            cluster.withUnsafeBytes { append($0, column: 0) }
            lead = 1
        }
        for column in 0..<values.columnCount {
            if let value = values[row, column] {
                append(value, column: lead + column)
            } else {
                append(
                    UnsafeRawBufferPointer(start: nullText.utf8Start, count: nullText.utf8CodeUnitCount),
                    column: lead + column)
            }
        }
        rowCount += 1
    }

    /// Removes the rows and keeps the widths.
    mutating func removeRows() {
        text.removeAll()
        cells.removeAll(keepingCapacity: true)
        rowCount = 0
    }

    private mutating func append(_ value: UnsafeRawBufferPointer, column: Int) {
        let start = text.count
        text.appendCell(value, rule: rule)
        let length = text.count - start
        let (width, isBroken) = text.withBytes { bytes in
            rule.size(of: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
        }
        cells.append(StoredCell(start: start, length: length, width: width, isBroken: isBroken))
        // MySQL's client uses the byte length as the width.
        widths[column] = max(widths[column], rule == .mariadb ? length : width)
    }
}

extension OutputBuffer {
    /// Appends a cell's bytes in the form that a width rule prints.
    mutating func appendCell(_ value: UnsafeRawBufferPointer, rule: WidthRule) {
        switch rule {
        case .psql: appendAsPsql(value)
        case .terminal: HarmlessBytes.append(value, tabs: .expanded, to: &self)
        case .mariadb: appendBlankingNUL(value)
        }
    }

    /// psql prints tabs as blanks up to the next multiple of eight in the cell's line, and other control characters as
    /// escapes. Source: pg_wcsformat in PostgreSQL's mbprint.c.
    mutating func appendAsPsql(_ value: UnsafeRawBufferPointer) {
        guard value.hasControls else { return append(value) }
        var (width, index) = (0, 0)
        while index < value.count {
            let byte = value[index]
            let step = UTF8Step(value, at: index)
            switch (byte, step.scalar?.value ?? 0xFFFD) {
            case (UInt8(ascii: "\n"), _):
                append(byte)
                width = 0
            case (UInt8(ascii: "\t"), _):
                let blanks = 8 - width % 8
                append(UInt8(ascii: " "), times: blanks)
                width += blanks
            case (UInt8(ascii: "\r"), _):
                append("\\r")
                width += 2
            case (0..<0x20, _), (0x7F, _):
                append("\\x")
                appendHexadecimal(byte)
                width += 4
            case (_, 0x80..<0xA0):
                append("\\u00")
                appendHexadecimal(value[index + 1])
                width += 6
            default:
                append(UnsafeRawBufferPointer(rebasing: value[index..<index + step.length]))
                width += WidthRule.psql.width(of: step, after: width)
            }
            index += step.length
        }
    }

    /// MySQL's client prints a blank for a NUL.
    mutating func appendBlankingNUL(_ value: UnsafeRawBufferPointer) {
        guard value.contains(0) else { return append(value) }
        for byte in value { append(byte == 0 ? UInt8(ascii: " ") : byte) }
    }
}

extension WidthRule {
    /// The width of a text's widest line, and whether it has several lines.
    func size(of text: UnsafeRawBufferPointer) -> (width: Int, isBroken: Bool) {
        var (width, end) = line(of: text, from: 0)
        let isBroken = end < text.count
        while end < text.count {
            let next = line(of: text, from: end + 1)
            width = max(width, next.width)
            end = next.end
        }
        return (width, isBroken)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether it contains a control character other than a line end, in one byte or in UTF-8's two.
    fileprivate var hasControls: Bool {
        var isAfterC2 = false
        for byte in self {
            if byte < 0x20 ? byte != 0x0A : byte == 0x7F || (isAfterC2 && byte < 0xA0) { return true }
            isAfterC2 = byte == 0xC2
        }
        return false
    }
}
