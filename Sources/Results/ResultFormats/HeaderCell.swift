/// A column's name, line by line, ready for printing.
struct HeaderCell: Sendable {
    let lines: [(text: [UInt8], width: Int)]
    /// The width of the widest line in columns.
    let width: Int
    /// In bytes, all lines together.
    let length: Int

    init(_ name: [UInt8], rule: WidthRule) {
        var printed = OutputBuffer()
        name.withUnsafeBytes { printed.appendCell($0, rule: rule) }
        lines = printed.withBytes { text in
            var lines: [(text: [UInt8], width: Int)] = []
            var start = 0
            while true {
                let (width, end) = rule.line(of: text, from: start)
                lines.append((Array(text[start..<end]), width))
                if end == text.count { return lines }
                start = end + 1
            }
        }
        width = lines.map(\.width).max() ?? 0
        length = printed.count
    }
}
