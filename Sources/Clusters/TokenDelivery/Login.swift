public import Endpoints
public import Profiles
public import SigV4

/// A login to a cluster: its endpoint, user and parameters.
public struct Login: Sendable {
    /// The cluster's name, or its host when it is in no profile file.
    public let cluster: String
    public let engine: Engine
    /// The endpoint that is signed, and verified by TLS.
    public let endpoint: Endpoint
    /// The endpoint's port; it is part of the signature.
    public let port: Int
    public let user: String
    /// The region to sign for.
    public let region: String
    /// The database to open, if any.
    public let database: String?
    /// The address to connect to instead of the endpoint.
    public let connectTo: DialAddress?
    private let authorityFile: @Sendable () -> String?

    public init(
        cluster: String, engine: Engine, endpoint: Endpoint, port: Int, user: String, region: String,
        database: String?, connectTo: DialAddress?, caFile: @autoclosure @escaping @Sendable () -> String?
    ) {
        self.cluster = cluster
        self.engine = engine
        self.endpoint = endpoint
        self.port = port
        self.user = user
        self.region = region
        self.database = database
        self.connectTo = connectTo
        authorityFile = caFile
    }

    /// The same login for another database user.
    public func changing(user: String) -> Login {
        Login(
            cluster: cluster, engine: engine, endpoint: endpoint, port: port, user: user, region: region,
            database: database, connectTo: connectTo, caFile: authorityFile())
    }

    /// A file of certificate authorities, an absolute path. It is put together when it is asked for: a token needs none.
    public var caFile: String? { authorityFile() }

    /// The host for a TCP connection; the MySQL clients use a Unix socket for `localhost`.
    var tcpHost: String {
        guard let connectTo else { return endpoint.host }
        return connectTo.host == "localhost" ? "127.0.0.1" : connectTo.host
    }

    /// The request to sign; nil for a lifetime that the service refuses.
    ///
    /// - Parameter lifetime: The token's lifetime in seconds.
    public func tokenRequest(lifetime: Int = TokenRequest.longestRDSLifetime) -> TokenRequest? {
        switch engine {
        case .dsql:
            TokenRequest(
                host: endpoint.host, region: region, service: .dsql(admin: user == "admin"), lifetime: lifetime)
        case .postgresql, .mysql:
            TokenRequest(
                host: endpoint.host, region: region, service: .rds(port: port, user: user), lifetime: lifetime)
        }
    }
}
