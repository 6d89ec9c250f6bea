import SQLWire

/// Writes each row as a line of separated fields.
///
/// Almost every field is plain, so fields are copied while their bytes are checked, eight at a time. Only a field with
/// a suspect byte is written again with the style's encoding.
struct DelimitedWriter<Style: DelimitedStyle>: ResultWriter {
    var output = OutputBuffer()
    private let options: WriterOptions
    private let style: Style
    /// The beginning of each line.
    private var prefix: [UInt8] = []

    init(_ options: WriterOptions) {
        self.options = options
        style = Style(options)
    }

    mutating func begin(_ columns: [Column]) {
        prefix = []
        if let cluster = options.clusterColumn {
            prefix = encoded(cluster)
            if !columns.isEmpty { prefix.append(Style.separator) }
        }
        for (index, column) in options.columns(columns).enumerated() {
            if index > 0 { output.append(Style.separator) }
            output.append(encoded(column.name))
        }
        output.append(UInt8(ascii: "\n"))
    }

    mutating func write(_ batch: RowBatch) {
        guard batch.columnCount > 0 || !prefix.isEmpty || Style.writesRowsOfNothing else { return }
        // Enough unless encoding makes fields longer.
        let fields = batch.columnCount * (1 + max(style.null.count, style.empty.count))
        let plain = batch.byteCount + batch.rowCount * (fields + prefix.count + 1)
        let (style, prefix) = (style, prefix)
        batch.withValues { values in
            var lines = DelimitedLines<Style>(style: style, prefix: prefix)
            var spare = 256
            repeat {
                output.fill(upTo: plain + spare) { room in
                    spare = lines.write(values, to: room, spare: spare)
                    return lines.written
                }
            } while spare > 0
        }
    }

    mutating func end() {}

    mutating func abandon() {}

    private func encoded(_ field: [UInt8]) -> [UInt8] {
        field.withUnsafeBytes { field in
            var copy = [UInt8](repeating: 0, count: field.count)
            let isPlain = copy.withUnsafeMutableBytes { room in
                guard let room = room.baseAddress, let source = field.baseAddress, field.count > 0 else { return true }
                return DelimitedLines<Style>.copy(source, field.count, to: room)
            }
            if isPlain { return copy }
            copy = [UInt8](repeating: 0, count: style.encodedCount(field))
            copy.withUnsafeMutableBytes { room in
                if let room = room.baseAddress { _ = style.encode(field, to: room) }
            }
            return copy
        }
    }
}
