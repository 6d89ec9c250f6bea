public import SQLWire

/// The completions at a cursor.
public struct CompletionAnswer: Sendable, Equatable {
    /// The range that a candidate replaces; empty at the cursor when there is no typed text.
    public var replaced: Range<Int>
    /// At most `Completion.limit` candidates, the best first.
    public var candidates: [CompletionCandidate]
    /// The names that would improve the answer. The same need may be returned again: the caller must record which
    /// queries were made and which answers were complete.
    public var needs: [SchemaNeed]

    public init(replaced: Range<Int>, candidates: [CompletionCandidate], needs: [SchemaNeed]) {
        self.replaced = replaced
        self.candidates = candidates
        self.needs = needs
    }
}
