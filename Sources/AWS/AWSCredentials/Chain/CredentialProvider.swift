public import Failures
public import SigV4
public import Timestamps

/// A source of credentials.
public protocol CredentialProvider: Sendable {
    /// The source's name, for the trail: `environment`, `shared credentials file`.
    var name: String { get }

    /// Looks for credentials. May block, so call it on a thread that may.
    ///
    /// - Throws: A `Failure` when the source is configured but fails; the search ends there.
    func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer
}

/// The result of a provider.
public enum CredentialAnswer: Sendable {
    case found(FoundCredentials)
    /// Not configured, with the reason in words. The search continues.
    case absent(String)
}

/// Credentials and their source.
public struct FoundCredentials: Sendable {
    public let credentials: Credentials
    /// The source in words: `profile dba in ~/.aws/credentials`.
    public let source: String
    /// Warnings for the user, one line each.
    public let warnings: [String]
    /// Whether the source issues new credentials after these expire; keys in a file do not change.
    public let isRenewable: Bool
    /// The identity behind the credentials, as far as the source shows it; not secret. A source that renews its keys is
    /// one identity; static keys are one identity each.
    public let identity: String
    /// Until when the person's access lasts; nil when unknown, or when the source needs no person.
    public internal(set) var access: AccessWindow?

    /// Creates a result.
    ///
    /// - Parameter setup: Further settings that distinguish this source from another; not secret.
    public init(
        credentials: Credentials, source: String, warnings: [String] = [], isRenewable: Bool = false, setup: String = ""
    ) {
        self.credentials = credentials
        self.source = source
        self.warnings = warnings
        self.isRenewable = isRenewable
        access = isRenewable ? nil : credentials.expiration.map { AccessWindow(source: source, end: $0) }
        identity = isRenewable ? "\(source)\n\(setup)" : credentials.accessKeyID
    }
}
