public import Timestamps

/// The page and the code with which the user confirms a login.
public struct LoginInvitation: Sendable, Equatable {
    /// The profile that needs the login.
    public let profile: String
    /// The page to open.
    public let url: String
    /// The address that already contains the code, if there is one.
    public let completeURL: String?
    /// The code to enter on the page.
    public let code: String
    /// The expiry of the code.
    public let end: Timestamp
}
