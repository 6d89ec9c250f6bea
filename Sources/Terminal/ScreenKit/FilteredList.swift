/// A list with a text field as its filter.
public struct FilteredList: Sendable, Equatable {
    /// The text typed so far.
    public var field = TextField()
    /// The selected line, or the first visible line.
    public var position = 0

    /// An unfiltered list.
    public init() {}
}
