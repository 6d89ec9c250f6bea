/// A text to be searched for: in any case, unless it has an upper-case letter.
public struct TextPattern: Sendable, Hashable {
    /// The text as it was given.
    public let text: String

    /// A pattern. An empty one is found nowhere.
    public init(_ text: String) {
        self.text = text
    }
}
