public import SigV4
public import Timestamps

/// The result of a search.
public struct ResolvedCredentials: Sendable {
    /// Valid at the time of the search.
    public let credentials: Credentials
    /// The source in words.
    public let source: String
    /// Warnings for the user, one line each.
    public let warnings: [String]
    /// Whether the source issues new credentials after these expire.
    public let isRenewable: Bool
    /// The identity behind the credentials; see `FoundCredentials`.
    public let identity: String
    /// Until when the person's access lasts; see `FoundCredentials`.
    public let access: AccessWindow?
    /// Every source that was searched.
    public let trail: CredentialTrail
}
