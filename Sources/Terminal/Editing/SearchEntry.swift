/// A search whose pattern is being typed.
struct SearchEntry: Sendable, Equatable {
    /// Where the cursor was.
    var origin: TextPosition
    var pattern = ""
    var isBackward: Bool
    /// Whether the pattern is nowhere in the text.
    var isFailing = false
    /// What the pattern was found at.
    var match: Search.Match?
}
