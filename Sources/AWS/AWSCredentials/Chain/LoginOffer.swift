import Failures

/// A login to IAM Identity Center that is missing or has expired.
public struct LoginOffer: Sendable, Equatable {
    /// The profile that needs the login.
    public let profile: String
    /// The session's name, or the start page's address.
    public let session: String
    /// Why the login is needed, in one line.
    public let reason: String

    /// The AWS CLI command that logs in.
    public var command: String { "aws sso login --profile \(Quoting.shellWord(profile))" }
}

/// The user's choice about an expired login.
public enum LoginChoice: Sendable, Equatable {
    /// No login; the search fails with advice.
    case decline
    /// The user cancels the search.
    case interrupt
    /// Quarterdeck performs the login.
    case ownLogin
    /// Another program, `aws sso login`, has logged in.
    case done
}
