public import Endpoints
public import Profiles
public import SigV4

/// One way into one cluster: which endpoint, which user, from where.
public struct Login: Sendable {
    /// The cluster's name, or its host when it is in no file.
    public let cluster: String
    /// What the cluster speaks.
    public let engine: Engine
    /// The name that is signed, and verified by TLS.
    public let endpoint: Endpoint
    /// The endpoint's port, which is signed.
    public let port: Int
    /// The database user.
    public let user: String
    /// The region to sign for.
    public let region: String
    /// The database to open, if one is named.
    public let database: String?
    /// Where to dial instead.
    public let connectTo: DialAddress?
    /// A file of certificate authorities, an absolute path.
    public let caFile: String?

    /// Makes a login of its parts.
    public init(
        cluster: String, engine: Engine, endpoint: Endpoint, port: Int, user: String, region: String,
        database: String?, connectTo: DialAddress?, caFile: String?
    ) {
        self.cluster = cluster
        self.engine = engine
        self.endpoint = endpoint
        self.port = port
        self.user = user
        self.region = region
        self.database = database
        self.connectTo = connectTo
        self.caFile = caFile
    }

    /// The host to dial over TCP; to the MySQL clients, `localhost` is a Unix socket.
    var tcpHost: String {
        guard let connectTo else { return endpoint.host }
        return connectTo.host == "localhost" ? "127.0.0.1" : connectTo.host
    }

    /// What to sign for it; nil never happens with the services' own lifetimes.
    public var tokenRequest: TokenRequest? {
        switch engine {
        case .dsql: TokenRequest(host: endpoint.host, region: region, service: .dsql(admin: user == "admin"))
        case .postgresql, .mysql:
            TokenRequest(host: endpoint.host, region: region, service: .rds(port: port, user: user))
        }
    }
}
