/// A position in a text, between two characters.
public struct TextPosition: Sendable, Hashable, Comparable {
    /// The line, counted from 0.
    public var line: Int
    /// The number of UTF-8 bytes from the line's beginning.
    ///
    /// Servers and scanners count bytes too, and bytes make long lines as fast as short ones. A buffer rounds positions
    /// to character boundaries, so that no character on the screen (an emoji with joiners, a letter with accents) is
    /// ever split.
    public var column: Int

    public init(_ line: Int, _ column: Int) {
        self.line = line
        self.column = column
    }

    public static let start = TextPosition(0, 0)

    public static func < (left: TextPosition, right: TextPosition) -> Bool {
        left.line != right.line ? left.line < right.line : left.column < right.column
    }
}
