/// Something wrong in a profile, settings or theme file, with its place.
public struct SourceIssue: Sendable, Equatable {
    /// The file as it was named.
    public let file: String
    /// Where it is wrong.
    public let position: SourcePosition
    /// What is wrong, one line without a full stop.
    public let message: String
    /// What to write instead, where it can be guessed.
    public let suggestion: String?
    /// The host, where the issue is that it is a custom DNS name: a look-up may tell what it stands for.
    public let customName: String?

    /// Makes an issue of its parts.
    public init(
        file: String, position: SourcePosition, message: String, suggestion: String? = nil, customName: String? = nil
    ) {
        self.file = file
        self.position = position
        self.message = message
        self.suggestion = suggestion
        self.customName = customName
    }

    /// `clusters.toml:41:12`.
    public var place: String { "\(file):\(position.line):\(position.column)" }
}
