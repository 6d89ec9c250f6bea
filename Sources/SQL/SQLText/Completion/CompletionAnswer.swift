public import SQLCore

/// What could stand at a cursor.
public struct CompletionAnswer: Sendable, Equatable {
    /// The bytes of the text that a candidate takes the place of; empty at the cursor when nothing is typed yet.
    public var replaced: Range<Int>
    /// At most `Completion.limit`, the likeliest first.
    public var candidates: [CompletionCandidate]
    /// What would have to be known to answer better. The same may be asked for again after it was told: whoever looks
    /// names up keeps account of what was looked up, and of what was told completely.
    public var needs: [SchemaNeed]

    /// Sets every field.
    public init(replaced: Range<Int>, candidates: [CompletionCandidate], needs: [SchemaNeed]) {
        self.replaced = replaced
        self.candidates = candidates
        self.needs = needs
    }
}
