public import SigV4

/// What a search found, and how.
public struct ResolvedCredentials: Sendable {
    /// Good at the moment of the search.
    public let credentials: Credentials
    /// The place in words.
    public let source: String
    /// What a person should know about them, one line each.
    public let warnings: [String]
    /// Whether the place gives others when these end.
    public let isRenewable: Bool
    /// Whose credentials they are; see `FoundCredentials`.
    public let identity: String
    /// Every place that was asked.
    public let trail: CredentialTrail
}
