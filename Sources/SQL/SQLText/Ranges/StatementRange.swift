public import SQLScript

/// A statement or a command with its range in a text.
public struct StatementRange: Sendable, Equatable {
    /// From its first byte to the end of its terminator or last word.
    public var range: Range<Int>
    /// The script scanner's item.
    public var item: ScriptItem
    /// The lines after a `COPY … FROM STDIN`, up to and including its `\.`, or to the text's end; nil when no line
    /// follows, and for other statements.
    public var data: Range<Int>?
    /// Whether its data is missing or has no end yet.
    public var awaitsData: Bool

    public init(range: Range<Int>, item: ScriptItem, data: Range<Int>? = nil, awaitsData: Bool = false) {
        self.range = range
        self.item = item
        self.data = data
        self.awaitsData = awaitsData
    }
}
