public import Timestamps

/// The page of a running login to AWS.
public struct LoginPage: Sendable, Equatable {
    /// The AWS profile of the login.
    public let profile: String
    /// The address, with the code filled in if possible.
    public let url: String
    /// The code to enter on the page.
    public let code: String
    /// The expiry of the code.
    public let end: Timestamp

    public init(profile: String, url: String, code: String, end: Timestamp) {
        self.profile = profile
        self.url = url
        self.code = code
        self.end = end
    }
}
