/// A question for the user, with an operation that waits for the answer.
public struct Question: Sendable, Equatable {
    /// Its number, for the answer.
    public let number: Int
    /// The subject, in a word or two.
    public let title: String
    /// The information for the answer.
    public let lines: [String]
    /// The label of the input line; nil when Enter alone is the answer.
    public let label: String?
    /// Whether the input is hidden.
    public let isSecret: Bool
    /// Whether only digits can be typed.
    public let isNumber: Bool
    /// The AWS profile concerned, if any.
    public let profile: String?

    public init(
        number: Int, title: String, lines: [String], label: String?, isSecret: Bool,
        isNumber: Bool = false, profile: String? = nil
    ) {
        self.number = number
        self.title = title
        self.lines = lines
        self.label = label
        self.isSecret = isSecret
        self.isNumber = isNumber
        self.profile = profile
    }
}
