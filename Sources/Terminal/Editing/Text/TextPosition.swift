/// A place in a text, between two characters.
public struct TextPosition: Sendable, Hashable, Comparable {
    /// The line, the first being 0.
    public var line: Int
    /// Bytes of UTF-8 between the line's beginning and the place.
    ///
    /// Bytes make every line as quick to work on as a short one, and are what servers and scanners count in. What a
    /// person sees as one character (an emoji with its joiners, a letter with its accents) is never cut: a buffer
    /// rounds to the places between characters.
    public var column: Int

    /// A place of its line and column.
    public init(_ line: Int, _ column: Int) {
        self.line = line
        self.column = column
    }

    /// The beginning of every text.
    public static let start = TextPosition(0, 0)

    /// Earlier in the text is less.
    public static func < (left: TextPosition, right: TextPosition) -> Bool {
        left.line != right.line ? left.line < right.line : left.column < right.column
    }
}
