/// A test argument of possibly several megabytes: the test's name shows its beginning and its size.
public struct LongText: Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The whole text.
    public let text: String

    public init(_ text: String) { self.text = text }

    public init(stringLiteral text: String) { self.text = text }

    /// `text` repeated `count` times.
    public static func repeating(_ text: String, count: Int) -> LongText {
        LongText(String(repeating: text, count: count))
    }

    public static func + (first: LongText, second: LongText) -> LongText { LongText(first.text + second.text) }

    /// At most 60 characters, and the number of bytes if that is not all.
    public var description: String {
        text.utf8.count <= 60
            ? text.debugDescription : "\(text.prefix(60).debugDescription)… (\(text.utf8.count) bytes)"
    }
}
