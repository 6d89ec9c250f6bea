public import Endpoints

/// A cluster as the profile file describes it, its `[defaults]` applied.
public struct Cluster: Sendable {
    /// The name after `clusters.`.
    public var name: String
    /// What the cluster speaks.
    public var engine: Engine
    /// What is signed and verified.
    public var endpoint: Endpoint
    /// The endpoint of the readers.
    public var readerEndpoint: Endpoint?
    /// The endpoint's port, which is signed.
    public var port: Int
    /// The database to open.
    public var database: String?
    /// The database user; nil until a flag names one.
    public var user: String?
    /// Further database users this person may sign for.
    public var users: [String]
    /// A free word; `production` turns the guard rails on.
    public var environment: String?
    /// Free words to find and group by.
    public var tags: [String]
    /// Whether sessions are read-only.
    public var isReadOnly: Bool
    /// The region to sign for; nil only for a global database without a `region`.
    public var region: String?
    /// Where to dial instead of the endpoint.
    public var connectTo: DialAddress?
    /// A file of certificate authorities, `~` not yet expanded.
    public var caFile: String?
    /// Seconds a statement may take.
    public var statementTimeout: Int?
    /// The AWS profile whose credentials sign.
    public var awsProfile: String?
    /// A line for people.
    public var note: String?

    /// A cluster that is not in any file: an endpoint and an engine with the engine's own port.
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
