/// A search whose pattern is being typed.
struct SearchEntry: Sendable, Equatable {
    /// The cursor's position before the search.
    var origin: TextPosition
    var pattern = ""
    var isBackward: Bool
    /// Whether the text does not contain the pattern.
    var isFailing = false
    /// The current match.
    var match: Search.Match?
}
