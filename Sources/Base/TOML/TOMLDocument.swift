import CTOML

/// Why a text is not TOML.
public struct TOMLError: Error, Sendable {
    /// The parser's message.
    public let reason: String
    /// The position of the error.
    public let position: SourcePosition
}

/// A parsed TOML 1.0 text. The parser is toml++.
public struct TOMLDocument: Sendable {
    /// The root table.
    public let root: TOMLTable

    /// Parses UTF-8 bytes; a byte order mark and CR LF line ends are accepted, as the standard says.
    ///
    /// - Parameter firstLine: The number of the text's first line, for a part of a file.
    /// - Throws: `TOMLError`, at the first error.
    public init(parsing bytes: some Collection<UInt8>, firstLine: Int = 1) throws(TOMLError) {
        try self.init(bytes: Array(bytes), linesBefore: firstLine - 1)
    }

    private init(bytes: [UInt8], linesBefore: Int) throws(TOMLError) {
        let parsed = bytes.withUnsafeBytes { buffer in
            qd_toml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
        }
        guard let parsed else {
            throw TOMLError(reason: "out of memory", position: SourcePosition(line: 1, column: 1))
        }
        defer { qd_toml_free(parsed) }
        var line: UInt32 = 0
        var column: UInt32 = 0
        if let reason = qd_toml_error(parsed, &line, &column) {
            throw TOMLError(
                reason: String(cString: reason),
                position: SourcePosition(line: Int(line) + linesBefore, column: Int(column)))
        }
        var count = 0
        let nodes = UnsafeBufferPointer(start: qd_toml_nodes(parsed, &count), count: count)
        var reader = NodeReader(nodes: nodes, linesBefore: linesBefore)
        guard case .table(let root) = reader.value().content else {
            throw TOMLError(reason: "not a table", position: SourcePosition(line: 1, column: 1))
        }
        self.root = root
    }
}

/// Rebuilds the tree from nodes in pre-order.
private struct NodeReader {
    let nodes: UnsafeBufferPointer<qd_toml_node>
    let linesBefore: Int
    var next = 0

    mutating func value() -> TOMLValue {
        let node = nodes[next]
        next += 1
        return TOMLValue(
            content: content(of: node), position: position(node.line, node.column))
    }

    private mutating func content(of node: qd_toml_node) -> TOMLValue.Content {
        switch node.kind {
        case QD_TOML_TABLE: .table(table(of: node.children))
        case QD_TOML_ARRAY: .array((0..<node.children).map { _ in value() })
        case QD_TOML_STRING: .string(text(node.text, node.text_length))
        case QD_TOML_INTEGER: .integer(node.integer)
        case QD_TOML_FLOAT: .float(node.floating)
        case QD_TOML_BOOLEAN: .boolean(node.boolean)
        default: .dateOrTime
        }
    }

    private mutating func table(of count: UInt32) -> TOMLTable {
        var entries: [TOMLTable.Entry] = []
        entries.reserveCapacity(Int(count))
        for _ in 0..<count {
            let node = nodes[next]
            let position = position(node.key_line, node.key_column)
            entries.append(
                TOMLTable.Entry(key: text(node.key, node.key_length), position: position, value: value()))
        }
        return TOMLTable(entries: entries.sorted { $0.position < $1.position })
    }

    private func position(_ line: UInt32, _ column: UInt32) -> SourcePosition {
        SourcePosition(line: Int(line) + linesBefore, column: Int(column))
    }

    private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }
}
