public import Results
public import SQLWire
public import ScreenKit

/// A kept result.
public struct ResultItem: Sendable {
    public enum Content: Sendable {
        case table(ResultStore)
        /// Lines of text: a command's answer, a plan, an error.
        case lines([SheetLine])
    }

    /// Ascending; never reused.
    public let number: Int
    /// The statement, for the list of results.
    public let title: String
    public var content: Content
    /// When the result began.
    public let at: Moment
    /// Nanoseconds until the first row.
    public var firstRow: Int64?
    /// Nanoseconds until the end.
    public var elapsed: Int64?
    /// The outcome; nil while rows arrive, and for an incomplete result.
    public var completion: Completion?
    /// Why rows of the server are missing; nil when all have arrived or may still arrive.
    public var shortfall: String?
    /// Whether the result has ended.
    public var isEnded = false
    /// The run of its text lines.
    var run = 0
    /// The number of dropped text lines.
    var leftLines = 0
    /// Whether rows are shown with one line for each value.
    public var isExpanded = false
    /// The statement, unless it is very long.
    var statement: [UInt8] = []
    /// The number of the database among those of the session; PostgreSQL's table numbers belong to one.
    var database = 0
    /// The result whose foreign key leads to this one.
    var parent: Int?
    /// The rows that the user has deleted from their table.
    var deleted: Set<Int> = []
    /// The view of rows.
    public var grid = GridState()
    /// The view of text.
    var reading = TextReading()

    init(number: Int, title: String, content: Content, at: Moment) {
        self.number = number
        self.title = title
        self.content = content
        self.at = at
    }

    /// The rows, if it has any.
    public var store: ResultStore? {
        if case .table(let store) = content { store } else { nil }
    }
}

/// A line of a text result.
public struct SheetLine: Sendable, Equatable {
    public enum Kind: Sendable, Equatable {
        case text, title, heading, error, caret, dim, costly
    }

    /// The text; control characters are replaced when it is drawn.
    public let text: String
    public let kind: Kind
    /// The indentation of continuation rows for prose, which is wrapped between words; nil for text in columns, which
    /// is not wrapped.
    public let hanging: Int?

    /// A line; error messages count as prose.
    public init(_ text: String, _ kind: Kind = .text) {
        self.text = text
        self.kind = kind
        hanging = kind == .error ? TextWrap.indent(text) : nil
    }

    /// A line of prose.
    public init(_ text: String, _ kind: Kind = .text, hanging: Int) {
        self.text = text
        self.kind = kind
        self.hanging = hanging
    }
}
