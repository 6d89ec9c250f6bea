import SQLWire

/// JSON: one object for each row.
struct JSONWriter: ResultWriter {
    /// The arrangement of the objects.
    enum Layout: Sendable {
        /// An array for each result, one object a line.
        case array
        /// One object a line.
        case lines
    }

    var output = OutputBuffer()
    private var options: WriterOptions
    private let layout: Layout
    private var kinds: [Column.Kind] = []
    /// The text before each column's value: the comma and the member's name.
    private var labels: [[UInt8]] = []
    /// The beginning of each row.
    private var opening: [UInt8] = []
    private var isEmpty = true

    init(_ options: WriterOptions, layout: Layout) {
        self.options = options
        self.layout = layout
    }

    mutating func begin(_ columns: [Column]) {
        isEmpty = true
        describe(columns)
        if layout == .array { output.append(UInt8(ascii: "[")) }
    }

    mutating func resume(_ columns: [Column], _ dialect: Dialect) {
        options.dialect = dialect
        describe(columns)
    }

    private mutating func describe(_ columns: [Column]) {
        kinds = columns.map(\.kind)
        var members = UniqueNames.of(options.columns(columns).map(\.name)).map { $0[...] }
        var opening = OutputBuffer()
        opening.append(UInt8(ascii: "{"))
        if let cluster = options.clusterColumn {
            opening.append(Self.label(members.removeFirst(), comma: false))
            cluster.withUnsafeBytes { opening.appendJSONString($0) }
        }
        self.opening = opening.bytes
        labels = members.enumerated().map { index, name in
            Self.label(name, comma: index > 0 || options.clusterColumn != nil)
        }
    }

    mutating func write(_ batch: RowBatch) {
        batch.withValues { values in
            for row in 0..<values.rowCount { write(values, row) }
        }
    }

    mutating func end() {
        guard layout == .array else { return }
        output.append(isEmpty ? "]\n" : "\n]\n")
    }

    mutating func abandon() {
        // The array is not closed, so that a reader notices the incomplete result.
        if layout == .array { output.append(UInt8(ascii: "\n")) }
    }

    private mutating func write(_ values: RowBatch.Values, _ row: Int) {
        if layout == .array { output.append(isEmpty ? "\n" : ",\n") }
        isEmpty = false
        output.append(opening)
        for column in 0..<values.columnCount {
            output.append(labels[column])
            if let value = values[row, column] {
                write(value, kinds[column])
            } else {
                output.append("null")
            }
        }
        output.append(UInt8(ascii: "}"))
        if layout == .lines { output.append(UInt8(ascii: "\n")) }
    }

    private mutating func write(_ value: UnsafeRawBufferPointer, _ kind: Column.Kind) {
        switch kind {
        case .integer, .decimal, .float:
            if NumberText.isValid(value) { return output.append(value) }
            // MySQL pads YEAR and ZEROFILL with zeros, which JSON numbers do not allow.
            let digits = NumberText.withoutLeadingZeros(value)
            if NumberText.isValid(digits) { return output.append(digits) }
        case .boolean:
            if value.count == 1, value[0] == UInt8(ascii: "t") { return output.append("true") }
            if value.count == 1, value[0] == UInt8(ascii: "f") { return output.append("false") }
        case .json:
            if let document = JSONDocument(value) { return embed(value, document) }
        case .bytes where options.dialect == .mysql:
            output.append("\"0x")
            output.appendHexadecimal(value)
            return output.append(UInt8(ascii: "\""))
        case .bytes, .text: break
        }
        output.appendJSONString(value)
    }

    /// Embeds a document, without line ends if each row is one line. JSON strings contain no line ends.
    private mutating func embed(_ value: UnsafeRawBufferPointer, _ document: JSONDocument) {
        guard layout == .lines, document.isBroken else { return output.append(value) }
        for byte in value {
            output.append(byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") ? UInt8(ascii: " ") : byte)
        }
    }

    private static func label(_ name: ArraySlice<UInt8>, comma: Bool) -> [UInt8] {
        var label = OutputBuffer()
        if comma { label.append(UInt8(ascii: ",")) }
        name.withUnsafeBytes { label.appendJSONString($0) }
        label.append(UInt8(ascii: ":"))
        return label.bytes
    }
}
