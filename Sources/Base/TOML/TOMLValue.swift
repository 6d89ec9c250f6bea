/// A place in a file. Both numbers begin with 1; columns count code points.
public struct SourcePosition: Sendable, Hashable, Comparable {
    /// The line.
    public let line: Int
    /// The column.
    public let column: Int

    /// Makes a position of its two numbers.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Order in the file.
    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A value and where it stands.
public struct TOMLValue: Sendable {
    /// What a value can be; dates and times are told apart from the rest and not read.
    public enum Content: Sendable {
        case table(TOMLTable)
        case array([TOMLValue])
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        case dateOrTime
    }

    /// The value itself.
    public let content: Content
    /// Where the value begins.
    public let position: SourcePosition

    /// Makes a value of its parts.
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
    /// One key with its value.
    public struct Entry: Sendable {
        /// The key, unquoted.
        public let key: String
        /// Where the key stands, for a header the place within its brackets.
        public let position: SourcePosition
        /// What the key is set to.
        public let value: TOMLValue

        /// Makes an entry of its parts.
        public init(key: String, position: SourcePosition, value: TOMLValue) {
            self.key = key
            self.position = position
            self.value = value
        }
    }

    /// All entries.
    public let entries: [Entry]

    /// A table of entries that come from elsewhere, in their order.
    public init(entries: [Entry]) {
        self.entries = entries
    }

    /// The entry of that key.
    public subscript(key: String) -> Entry? {
        entries.first { $0.key == key }
    }
}
