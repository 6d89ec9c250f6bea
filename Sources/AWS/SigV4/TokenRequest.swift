/// The login that a token is for.
public struct TokenRequest: Sendable, Hashable {
    /// The two kinds of database that accept IAM tokens.
    public enum Service: Sendable, Hashable {
        /// Aurora and RDS: `rds-db`, the database user is part of the token.
        case rds(port: Int, user: String)
        /// Aurora DSQL: `dsql`, no port; the user `admin` needs its own IAM action.
        case dsql(admin: Bool)
    }

    /// The endpoint's own name in lower case, even if the connection goes to another address.
    public let host: String
    /// The region to sign for.
    public let region: String
    /// The kind of database, with its parameters.
    public let service: Service
    /// In seconds: 1 to 900 for RDS, 1 to 604,800 for DSQL.
    public let lifetime: Int

    /// The longest lifetime of an RDS token in seconds. Source: Aurora User Guide, "IAM database authentication".
    public static var longestRDSLifetime: Int { 900 }
    /// The longest lifetime of a DSQL token in seconds. Source: Aurora DSQL User Guide, "Generating a token".
    public static var longestDSQLLifetime: Int { 604_800 }

    /// A request; nil for a lifetime that the service refuses.
    public init?(host: String, region: String, service: Service, lifetime: Int = longestRDSLifetime) {
        let longest =
            switch service {
            case .rds: Self.longestRDSLifetime
            case .dsql: Self.longestDSQLLifetime
            }
        guard (1...longest).contains(lifetime) else { return nil }
        var host = host.lowercased()
        if host.hasSuffix(".") { host.removeLast() }
        self.host = host
        self.region = region
        self.service = service
        self.lifetime = lifetime
    }

    /// `host` or `host:port`, the beginning of the token.
    var authority: String {
        switch service {
        case .rds(let port, _): "\(host):\(port)"
        case .dsql: host
        }
    }

    /// The signed `Host` header. The token is a URL without `https:`, so the header omits port 443, the default of that
    /// scheme, as in every AWS SDK. Source: RFC 9110 section 4.2.3.
    var hostHeader: String {
        if case .rds(443, _) = service { host } else { authority }
    }

    /// The service's name in the credential scope.
    var signingName: String {
        switch service {
        case .rds: "rds-db"
        case .dsql: "dsql"
        }
    }
}
