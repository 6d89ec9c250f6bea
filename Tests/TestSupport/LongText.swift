/// A text that may have megabytes, as a test's argument: the test's name shows its beginning and its size.
public struct LongText: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// All of it.
    public let text: String

    /// Takes a text of any size.
    public init(_ text: String) { self.text = text }

    /// Takes what stands between quotes.
    public init(stringLiteral text: String) { self.text = text }

    /// `count` times the same.
    public static func repeating(_ text: String, count: Int) -> LongText {
        LongText(String(repeating: text, count: count))
    }

    /// Puts one behind the other.
    public static func + (first: LongText, second: LongText) -> LongText { LongText(first.text + second.text) }

    /// At most 60 characters, and how many bytes there are when that is not all.
    public var description: String {
        text.utf8.count <= 60
            ? text.debugDescription : "\(text.prefix(60).debugDescription)… (\(text.utf8.count) bytes)"
    }
}
