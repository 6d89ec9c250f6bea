public import SQLText

/// The completion list below the cursor.
public struct CompletionPopup: Sendable, Equatable {
    /// The range of the text that a name replaces, in bytes.
    public var replaced: Range<Int>
    public var candidates: [CompletionCandidate]
    /// The index of the selected name.
    public var selected = 0
    /// Whether more names may arrive.
    public var isWaiting = false
    /// Whether the server has more names than one answer contains; a longer prefix finds them.
    public var isCut = false
}
