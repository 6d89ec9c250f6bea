public import AWSCredentials
public import Deck
public import Failures
public import Profiles
public import ScreenKit
public import TokenDelivery

/// The world as the deck needs it. Every closure may block and is called on threads that may.
public struct Services: Sendable {
    /// Reads the profile file.
    public var profiles: @Sendable () -> Result<ProfileFile, Failure>
    /// Reads the settings.
    public var settings: @Sendable () -> DeckSettings
    /// Looks for the credentials that sign for a cluster.
    public var credentials: @Sendable (Cluster) throws(Failure) -> ResolvedCredentials
    /// The same, if nobody has to be asked anything for them.
    public var credentialsQuietly: @Sendable (Cluster) throws(Failure) -> ResolvedCredentials
    /// Whose credentials sign for a cluster, where that is known without searching for them.
    public var identity: @Sendable (Cluster) -> String?
    /// The name that AWS gives to credentials; nil where it cannot be asked.
    public var callerName: @Sendable (ResolvedCredentials, Cluster) -> String?
    /// Settles user, region and authorities of a cluster.
    public var login: @Sendable (Cluster) throws(Failure) -> Login
    /// The clipboard file that is in use.
    public var clipboardFile: @Sendable () throws(Failure) -> ClipboardFile
    /// The directory of records of what was written where.
    public var clipboardRecords: String
    /// The moment now.
    public var now: @Sendable () -> Moment

    /// A world of its parts.
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
