public import Timestamps

/// Where a login to AWS is confirmed, while it goes on.
public struct LoginPage: Sendable, Equatable {
    /// The AWS profile that it is for.
    public let profile: String
    /// The page, with the code filled in where that is possible.
    public let url: String
    /// What the page asks for.
    public let code: String
    /// When it is too late.
    public let end: Timestamp

    /// A page of its parts.
    public init(profile: String, url: String, code: String, end: Timestamp) {
        self.profile = profile
        self.url = url
        self.code = code
        self.end = end
    }
}
