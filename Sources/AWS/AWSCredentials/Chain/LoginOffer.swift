/// A login of IAM Identity Center that has ended, or never began.
public struct LoginOffer: Sendable, Equatable {
    /// The profile that needs it.
    public let profile: String
    /// The session's name, or the start page's address.
    public let session: String
    /// Why it is needed, one line.
    public let reason: String

    /// What logs in with the AWS CLI, as it is typed.
    public var command: String { "aws sso login --profile \(ShellWords.quoted(profile))" }
}

/// What to do about a login that has ended.
public enum LoginChoice: Sendable, Equatable {
    /// Nothing; the search fails and says what to type.
    case decline
    /// Nothing; the user interrupts the search.
    case interrupt
    /// Quarterdeck logs in.
    case ownLogin
    /// Another program, `aws sso login`, has logged in.
    case done
}
