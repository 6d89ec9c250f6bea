/// A position in a file. Both numbers begin with 1; columns count code points.
public struct SourcePosition: Sendable, Hashable, Comparable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A value and its position.
public struct TOMLValue: Sendable {
    /// The content of a value. Dates and times are recognised but not parsed.
    public enum Content: Sendable {
        case table(TOMLTable)
        case array([TOMLValue])
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case dateOrTime
    }

    public let content: Content
    /// The position of the value's first character.
    public let position: SourcePosition

    public init(content: Content, position: SourcePosition) {
        self.content = content
        self.position = position
    }

    /// The kind of value in words, with its article: `a string`, `an array`.
    public var kind: String {
        switch content {
        case .table: "a table"
        case .array: "an array"
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a number with a fraction"
        case .boolean: "a boolean"
        case .dateOrTime: "a date or time"
        }
    }
}

/// A table's entries in the order of the file.
public struct TOMLTable: Sendable {
    public struct Entry: Sendable {
        /// The key, unquoted.
        public let key: String
        /// The position of the key; for a header the position within its brackets.
        public let position: SourcePosition
        public let value: TOMLValue

        public init(key: String, position: SourcePosition, value: TOMLValue) {
            self.key = key
            self.position = position
            self.value = value
        }
    }

    public let entries: [Entry]

    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// The entry with that key.
    public subscript(key: String) -> Entry? {
        entries.first { $0.key == key }
    }
}
