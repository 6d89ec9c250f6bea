/// A list with a text field that narrows it down.
public struct FilteredList: Sendable, Equatable {
    /// The text typed so far.
    public var field = TextField()
    /// The selected line, or the line at the top.
    public var position = 0

    /// The whole list.
    public init() {}
}
