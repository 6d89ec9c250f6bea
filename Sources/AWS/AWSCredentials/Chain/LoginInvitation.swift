public import Timestamps

/// Where a login is confirmed.
public struct LoginInvitation: Sendable, Equatable {
    /// The profile that needs it.
    public let profile: String
    /// The page to open.
    public let url: String
    /// The page with the code filled in already, where there is one.
    public let completeURL: String?
    /// What the page asks for.
    public let code: String
    /// When it is too late.
    public let end: Timestamp
}
