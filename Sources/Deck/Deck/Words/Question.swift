/// Something that only the user can answer, and for which somebody waits.
public struct Question: Sendable, Equatable {
    /// Which one it is, for the answer.
    public let number: Int
    /// What it is about, in a word or two.
    public let title: String
    /// What has to be known to answer it.
    public let lines: [String]
    /// What is to be typed; nil where Enter is the whole answer.
    public let label: String?
    /// Whether what is typed is not shown.
    public let isSecret: Bool
    /// Whether nothing but digits can be typed.
    public let isNumber: Bool
    /// The AWS profile that it is about, where it is about one.
    public let profile: String?

    /// A question of its parts.
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
