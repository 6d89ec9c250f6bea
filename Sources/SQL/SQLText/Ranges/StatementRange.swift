public import SQLCore

/// A statement or a command in a text, and where it stands.
public struct StatementRange: Sendable, Equatable {
    /// From its first byte to the end of its terminator, or of its last word.
    public var range: Range<Int>
    /// What is to be run, as the script scanner answers it.
    public var item: ScriptItem
    /// The lines after a `COPY … FROM STDIN` up to its `\.`, which is in it; `nil` also when there is no such line.
    public var data: Range<Int>?

    /// Sets every field.
    public init(range: Range<Int>, item: ScriptItem, data: Range<Int>? = nil) {
        self.range = range
        self.item = item
        self.data = data
    }
}
