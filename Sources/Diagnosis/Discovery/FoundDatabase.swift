public import Profiles

/// A database found by discovery, and whether it accepts IAM tokens.
public struct FoundDatabase: Sendable, Equatable {
    /// What it is.
    public enum Kind: String, Sendable {
        case provisioned
        case serverless
        case express
        case limitless
        case dsql
        case global
        case proxy
    }

    /// Whether IAM authentication is on.
    public enum Authentication: String, Sendable {
        case on
        case off
        /// A change of the setting is pending.
        case pending
    }

    /// The name that the user chose; the identifier of a DSQL cluster.
    public var name: String
    /// The engine; nil for a product that accepts no token of Quarterdeck.
    public var engine: Engine?
    /// The engine version as RDS reports it; nil where the product has none.
    public var version: String?
    /// What it is.
    public var kind: Kind
    /// The region of the database; the writer's region of a global database.
    public var region: String
    /// The account ID of twelve digits, where it is known.
    public var account: String?
    /// The status, for instance `available`, where it is known.
    public var status: String?
    /// The writer endpoint, which follows a failover.
    public var endpoint: String?
    /// The reader endpoint.
    public var readerEndpoint: String?
    /// The custom endpoints.
    public var customEndpoints: [String] = []
    /// The port of all endpoints.
    public var port: Int?
    /// The resource ID, which policies name.
    public var resourceID: String?
    /// Whether IAM authentication is on; nil where it is unknown.
    public var authentication: Authentication?
    /// The initial database.
    public var database: String?
    /// The master user.
    public var masterUser: String?
    /// Whether the DNS name resolves to a public address; nil where it is unknown.
    public var isPublic: Bool?
    /// A way to a database without a public address, as the profile file names it: `ssm:i-0123456789abcdef0`.
    public var tunnel: String?
    /// The regions of a global database's clusters, the writer's first.
    public var memberRegions: [String] = []
    /// The reason why the database accepts no token; nil where none is known.
    public var reason: String?

    public init(name: String, engine: Engine?, kind: Kind, region: String) {
        self.name = name
        self.engine = engine
        self.kind = kind
        self.region = region
    }

    /// Whether nothing in AWS's description prevents a login.
    public var isUsable: Bool { reason == nil }
}
