public import SQLCore

/// A statement or a command in a text, and where it stands.
public struct StatementRange: Sendable, Equatable {
    /// From its first byte to the end of its terminator, or of its last word.
    public var range: Range<Int>
    /// What is to be run, as the script scanner answers it.
    public var item: ScriptItem
    /// The lines after a `COPY … FROM STDIN`, up to its `\.`, which is in it, or to the text's end; `nil` when no line
    /// follows, and for other statements.
    public var data: Range<Int>?
    /// Whether data are to follow that are not there, or have no end yet.
    public var awaitsData: Bool

    /// Sets every field.
    public init(range: Range<Int>, item: ScriptItem, data: Range<Int>? = nil, awaitsData: Bool = false) {
        self.range = range
        self.item = item
        self.data = data
        self.awaitsData = awaitsData
    }
}
