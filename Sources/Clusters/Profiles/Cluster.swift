public import Endpoints

/// A cluster of the profile file, with `[defaults]` applied.
public struct Cluster: Sendable {
    /// The name after `clusters.`.
    public var name: String
    public var engine: Engine
    /// The endpoint to sign for and to verify.
    public var endpoint: Endpoint
    /// The reader endpoint.
    public var readerEndpoint: Endpoint?
    /// The endpoint's port; it is part of the signature.
    public var port: Int
    /// The database to open.
    public var database: String?
    /// The database user; nil until a flag names one.
    public var user: String?
    /// Further database users that this user may sign for.
    public var users: [String]
    /// The users who log in with a standard password instead of a token, and where it comes from.
    public var passwords: [String: PasswordOrigin] = [:]
    /// Any word; `production` enables the guard rails.
    public var environment: String?
    /// Any words, to find and group clusters.
    public var tags: [String]
    /// Whether sessions are read-only.
    public var isReadOnly: Bool
    /// The region to sign for; nil only for a global database without a `region`.
    public var region: String?
    /// The regions of a global database, one of which is its writer's.
    public var regions: [String] = []
    /// The address to connect to instead of the endpoint.
    public var connectTo: DialAddress?
    /// A file of certificate authorities, `~` not yet expanded.
    public var caFile: String?
    /// Whether only `caFile` is trusted, without AWS's bundle and Amazon's public roots.
    public var isCAOnly = false
    /// The statement timeout in seconds.
    public var statementTimeout: Int?
    /// The AWS profile of the credentials.
    public var awsProfile: String?
    /// The tunnel that Quarterdeck opens to reach the endpoint.
    public var tunnel: TunnelRoute?
    /// A line for the user.
    public var note: String?

    /// Where the password of the cluster's user comes from; nil when the user logs in with a token.
    public var passwordOrigin: PasswordOrigin? { user.flatMap { passwords[$0] } }

    /// All users that a session may log in as, without repetition.
    public var allUsers: [String] {
        let named = [user].compactMap { $0 } + users
        return named + passwords.keys.filter { !named.contains($0) }.sorted()
    }

    /// A cluster outside the profile file, with the engine's default port.
    public init(name: String, engine: Engine, endpoint: Endpoint) {
        self.name = name
        self.engine = engine
        self.endpoint = endpoint
        port = engine.defaultPort
        region = endpoint.region
        users = []
        tags = []
        isReadOnly = false
    }
}
