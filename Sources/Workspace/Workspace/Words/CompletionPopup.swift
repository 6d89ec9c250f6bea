public import SQLText

/// Names to choose from, below the place where one is typed.
public struct CompletionPopup: Sendable, Equatable {
    /// The part of the text that a name takes the place of, in bytes.
    public var replaced: Range<Int>
    /// The names.
    public var candidates: [CompletionCandidate]
    /// The chosen one.
    public var selected = 0
    /// Whether something may still be added to them.
    public var isWaiting = false
    /// Whether the server has more than it tells at a time; a longer beginning brings them.
    public var isCut = false
}
