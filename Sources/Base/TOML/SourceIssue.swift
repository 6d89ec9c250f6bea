/// An error in a profile, settings or theme file, with its position.
public struct SourceIssue: Sendable, Equatable {
    /// The file's path as the user gave it.
    public let file: String
    public let position: SourcePosition
    /// The error, in one line without a full stop.
    public let message: String
    /// What to write instead, if there is a guess.
    public let suggestion: String?
    /// The host, if the issue is a custom DNS name: a look-up may find the cluster behind it.
    public let customName: String?
    /// Whether the issue is a contradiction between two regions.
    public var isRegionConflict = false

    public init(
        file: String, position: SourcePosition, message: String, suggestion: String? = nil, customName: String? = nil
    ) {
        self.file = file
        self.position = position
        self.message = message
        self.suggestion = suggestion
        self.customName = customName
    }

    /// For instance `clusters.toml:41:12`.
    public var place: String { "\(file):\(position.line):\(position.column)" }
}
