public import Profiles

/// A database that discovery has found, and whether a token opens it.
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

    /// Whether logins by IAM are on.
    public enum Authentication: String, Sendable {
        case on
        case off
        /// A change is pending.
        case pending
    }

    /// The name that the user gave it; a DSQL cluster has only an identifier.
    public var name: String
    /// What it speaks; nil for a product that no token of Quarterdeck's opens.
    public var engine: Engine?
    /// As RDS says it; nil where the product has none.
    public var version: String?
    /// What it is.
    public var kind: Kind
    /// Where it is; of a global database, where its writer is.
    public var region: String
    /// Twelve digits, where they are known.
    public var account: String?
    /// `available` and others, where it is known.
    public var status: String?
    /// The name that always leads to the writer.
    public var endpoint: String?
    /// The name that leads to the readers.
    public var readerEndpoint: String?
    /// Further names.
    public var customEndpoints: [String] = []
    /// The port of all of them.
    public var port: Int?
    /// What policies name.
    public var resourceID: String?
    /// Whether logins by IAM are on; nil where it cannot be told.
    public var authentication: Authentication?
    /// The database that was made with it.
    public var database: String?
    /// A user that exists from the start.
    public var masterUser: String?
    /// Whether its name leads to a public address; nil where it is not known.
    public var isPublic: Bool?
    /// The regions of a global database's clusters, the writer's first.
    public var memberRegions: [String] = []
    /// Why no token opens it; nil where nothing stands against it.
    public var reason: String?

    /// A database of its most important parts.
    public init(name: String, engine: Engine?, kind: Kind, region: String) {
        self.name = name
        self.engine = engine
        self.kind = kind
        self.region = region
    }

    /// Whether nothing that AWS says stands against a login.
    public var isUsable: Bool { reason == nil }
}
