public import Failures
public import SessionSetup

/// The database server that a relay connects to.
public struct RelayedServer: Sendable {
    /// The protocol of the server.
    public enum Engine: Sendable {
        case postgresql
        case mysql
    }

    /// An address of the server.
    public enum Place: Sendable {
        /// Numeric addresses, tried in this order, and the port.
        case addresses([String], port: Int)
        /// A Unix socket that leads to the server, such as the local end of a tunnel.
        case socket(path: String)
    }

    public let engine: Engine
    /// The name that the server's certificate must prove.
    public let endpoint: String
    /// Returns the address. It is called before every connection, because a name may resolve differently after a
    /// failover.
    public let place: @Sendable () throws(Failure) -> Place
    /// The PEM file of the accepted authorities; nil for the system's.
    public let authorityFile: String?
    /// The database user of clients that name none or this one.
    public let user: String
    /// Other database users that a client may sign in as.
    public var otherUsers: Set<String> = []
    /// The users who log in with a standard password instead of a token.
    public var passwordUsers: Set<String> = []
    /// The database of clients that name none.
    public let database: String?
    /// Whether sessions begin read-only.
    public var isReadOnly = false
    /// The person whom the server shows with a client's own name.
    public var identity: SessionIdentity?
    /// Whether the server accepts options with the login; RDS Proxy does not.
    public var takesOptions = true

    /// A server whose address `place` returns.
    public init(
        _ engine: Engine, endpoint: String, authorityFile: String?, user: String, database: String? = nil,
        place: @escaping @Sendable () throws(Failure) -> Place
    ) {
        self.engine = engine
        self.endpoint = endpoint
        self.place = place
        self.authorityFile = authorityFile
        self.user = user
        self.database = database
    }

    /// A server at fixed addresses.
    public init(
        _ engine: Engine, endpoint: String, addresses: [String], port: Int, authorityFile: String?, user: String,
        database: String? = nil
    ) {
        self.init(engine, endpoint: endpoint, authorityFile: authorityFile, user: user, database: database) {
            () throws(Failure) in .addresses(addresses, port: port)
        }
    }

    /// Whether a client may sign in as `name`.
    func allows(_ name: String) -> Bool { name == user || otherUsers.contains(name) }

    /// What proves the login of a user, for messages.
    func proof(of user: String) -> LoginProof { passwordUsers.contains(user) ? .password : .token }

    /// Whether all parts survive as NUL-terminated text.
    var isUsable: Bool {
        !user.isEmpty && [endpoint, user, database ?? "", authorityFile ?? ""].allSatisfy { !$0.utf8.contains(0) }
    }
}

extension RelayedServer.Place {
    /// The address, for messages.
    var text: String {
        switch self {
        case .addresses(let addresses, let port):
            let address = addresses.first ?? "nowhere"
            return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
        case .socket(let path): return path
        }
    }
}
