public import Results
public import SQLCore
public import ScreenKit

/// A result that is kept.
public struct ResultItem: Sendable {
    /// What is in it.
    public enum Content: Sendable {
        /// Rows.
        case table(ResultStore)
        /// Lines of text: what a command showed, a plan, an error.
        case lines([SheetLine])
    }

    /// Counted up; a number is never used again.
    public let number: Int
    /// What was run, for the list of results.
    public let title: String
    /// What is in it.
    public var content: Content
    /// When it was begun.
    public let at: Moment
    /// Nanoseconds until the first row was there.
    public var firstRow: Int64?
    /// Nanoseconds until all of it was there.
    public var elapsed: Int64?
    /// How it ended; nil while it comes, and when it broke off.
    public var completion: Completion?
    /// Why there are fewer rows than the server had; nil where all are there, or may yet come.
    public var shortfall: String?
    /// Whether no more comes.
    public var isEnded = false
    /// The run that its lines are about.
    var run = 0
    /// How many of its lines were let go.
    var leftLines = 0
    /// Whether rows are shown one below the other.
    public var isExpanded = false
    /// Where it is looked at.
    public var grid = GridState()
    /// The same of a text.
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

/// A line of a result that is text.
public struct SheetLine: Sendable, Equatable {
    /// How much it matters.
    public enum Kind: Sendable, Equatable {
        case text, title, heading, error, caret, dim, costly
    }

    /// What it says; control characters are made visible when it is shown.
    public let text: String
    /// How much it matters.
    public let kind: Kind
    /// Columns that its further rows are indented by where it is wrapped between words to fit the screen, which only
    /// prose is; nil where it stays in one row, as what stands in columns does.
    public let hanging: Int?

    /// A line; what tells of an error is prose.
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
