public import Failures
public import SigV4

/// One place where credentials can come from.
public protocol CredentialProvider: Sendable {
    /// The place in words, for the trail: `environment`, `shared credentials file`.
    var name: String { get }

    /// Looks for credentials. May block as long as its source may take: call it where that is harmless.
    ///
    /// - Throws: A `Failure` when the place is configured and does not yield; the search ends there.
    func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer
}

/// What a place answered.
public enum CredentialAnswer: Sendable {
    case found(FoundCredentials)
    /// Not configured here; the reason in words. The search goes on.
    case absent(String)
}

/// Credentials and where they were.
public struct FoundCredentials: Sendable {
    /// The keys.
    public let credentials: Credentials
    /// The place in words: `profile dba in ~/.aws/credentials`.
    public let source: String
    /// What a person should know about them, one line each.
    public let warnings: [String]
    /// Whether the place gives others when these end: keys in a file stay what they are.
    public let isRenewable: Bool
    /// Whose credentials they are, as far as their place tells; not secret. Where the place renews its keys, they are of
    /// one identity; keys that stay what they are are an identity each.
    public let identity: String

    /// Makes an answer of its parts.
    ///
    /// - Parameter setup: What else of the place's setup makes it another one; not secret.
    public init(
        credentials: Credentials, source: String, warnings: [String] = [], isRenewable: Bool = false, setup: String = ""
    ) {
        self.credentials = credentials
        self.source = source
        self.warnings = warnings
        self.isRenewable = isRenewable
        identity = isRenewable ? "\(source)\n\(setup)" : credentials.accessKeyID
    }
}
