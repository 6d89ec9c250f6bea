import SQLWire

/// GitHub's tables. Cells are not padded, because rows are not held back. Source: GitHub Flavored Markdown, section
/// 4.10.
struct MarkdownWriter: ResultWriter {
    var output = OutputBuffer()
    private let options: WriterOptions
    /// The beginning of each row.
    private var opening: [UInt8] = []
    private var isFirst = true

    init(_ options: WriterOptions) {
        self.options = options
    }

    mutating func begin(_ columns: [Column]) {
        // Without an empty line, two tables would become one.
        if !isFirst { output.append(UInt8(ascii: "\n")) }
        isFirst = false
        var row = OutputBuffer()
        row.append(UInt8(ascii: "|"))
        options.clusterColumn?.withUnsafeBytes { Self.append($0, to: &row) }
        opening = row.bytes
        let columns = options.columns(columns)
        guard !columns.isEmpty else { return }
        output.append(UInt8(ascii: "|"))
        for column in columns { column.name.withUnsafeBytes { Self.append($0, to: &output) } }
        output.append("\n|")
        for column in columns { output.append(column.alignsRight ? " ---: |" : " --- |") }
        output.append(UInt8(ascii: "\n"))
    }

    mutating func write(_ batch: RowBatch) {
        guard batch.columnCount > 0 || opening.count > 1 else { return }
        batch.withValues { values in
            for row in 0..<values.rowCount {
                output.append(opening)
                for column in 0..<values.columnCount {
                    if let value = values[row, column] {
                        Self.append(value, to: &output)
                    } else {
                        output.append("  |")
                    }
                }
                output.append(UInt8(ascii: "\n"))
            }
        }
    }

    mutating func end() {}

    mutating func abandon() { output.append("\nINCOMPLETE: the result broke off here.\n") }

    private static func append(_ cell: UnsafeRawBufferPointer, to output: inout OutputBuffer) {
        output.append(UInt8(ascii: " "))
        var start = 0
        for index in cell.indices {
            let next = index + 1 < cell.count ? cell[index + 1] : 0
            guard let replacement = replacement(for: cell[index], before: next) else { continue }
            output.append(UnsafeRawBufferPointer(rebasing: cell[start..<index]))
            output.append(replacement)
            start = index + 1
        }
        output.append(UnsafeRawBufferPointer(rebasing: cell[start...]))
        output.append(" |")
    }

    /// The replacement for a byte that would be markup; nil for all others. `$` begins GitHub's mathematics, `&` an
    /// entity.
    private static func replacement(for byte: UInt8, before next: UInt8) -> StaticString? {
        switch byte {
        case UInt8(ascii: "|"): "\\|"
        case UInt8(ascii: "\n"): "<br>"
        case UInt8(ascii: "\r"): next == UInt8(ascii: "\n") ? "" : "<br>"
        case UInt8(ascii: "\\"): "\\\\"
        case UInt8(ascii: "`"): "\\`"
        case UInt8(ascii: "*"): "\\*"
        case UInt8(ascii: "_"): "\\_"
        case UInt8(ascii: "["): "\\["
        case UInt8(ascii: "]"): "\\]"
        case UInt8(ascii: "<"): "\\<"
        case UInt8(ascii: ">"): "\\>"
        case UInt8(ascii: "~"): "\\~"
        case UInt8(ascii: "$"): "\\$"
        case UInt8(ascii: "&") where next == UInt8(ascii: "#") || (next | 0x20) &- 97 < 26: "\\&"
        default: nil
        }
    }
}
