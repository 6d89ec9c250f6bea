public import AWSCredentials
public import Deck
public import Failures
public import Profiles
public import ScreenKit
public import TokenDelivery

/// The outside services of the deck. Every closure may block and is called on a thread that may.
public struct Services: Sendable {
    /// Reads the profile file.
    public var profiles: @Sendable () -> Result<ProfileFile, Failure>
    /// Reads the settings.
    public var settings: @Sendable () -> DeckSettings
    /// Finds the credentials for a cluster.
    public var credentials: @Sendable (Cluster) throws(Failure) -> ResolvedCredentials
    /// Finds the credentials for a cluster without prompts.
    public var credentialsQuietly: @Sendable (Cluster) throws(Failure) -> ResolvedCredentials
    /// The identity behind a cluster's credentials, if known without a search.
    public var identity: @Sendable (Cluster) -> String?
    /// The ARN of credentials from AWS; nil when AWS cannot be queried.
    public var callerName: @Sendable (ResolvedCredentials, Cluster) -> String?
    /// Determines user, region and authorities of a cluster.
    public var login: @Sendable (Cluster) throws(Failure) -> Login
    /// The current clipboard file.
    public var clipboardFile: @Sendable () throws(Failure) -> ClipboardFile
    /// The directory of the records of written files.
    public var clipboardRecords: String
    /// Receives every signed token.
    public var signed: @Sendable (SignedToken, ResolvedCredentials) -> Void = { _, _ in }
    /// Receives every token that was written to a file, with the file's path and the format.
    public var copied: @Sendable (SignedToken, String) -> Void = { _, _ in }
    /// The current time.
    public var now: @Sendable () -> Moment

    public init(
        profiles: @escaping @Sendable () -> Result<ProfileFile, Failure>,
        settings: @escaping @Sendable () -> DeckSettings,
        credentials: @escaping @Sendable (Cluster) throws(Failure) -> ResolvedCredentials,
        credentialsQuietly: @escaping @Sendable (Cluster) throws(Failure) -> ResolvedCredentials,
        identity: @escaping @Sendable (Cluster) -> String?,
        callerName: @escaping @Sendable (ResolvedCredentials, Cluster) -> String?,
        login: @escaping @Sendable (Cluster) throws(Failure) -> Login,
        clipboardFile: @escaping @Sendable () throws(Failure) -> ClipboardFile, clipboardRecords: String,
        now: @escaping @Sendable () -> Moment
    ) {
        self.profiles = profiles
        self.settings = settings
        self.credentials = credentials
        self.credentialsQuietly = credentialsQuietly
        self.identity = identity
        self.callerName = callerName
        self.login = login
        self.clipboardFile = clipboardFile
        self.clipboardRecords = clipboardRecords
        self.now = now
    }
}
