/// The database engine of a cluster.
public enum Engine: String, Sendable, CaseIterable {
    /// Aurora PostgreSQL.
    case postgresql
    /// Aurora MySQL.
    case mysql
    /// Aurora DSQL, which uses PostgreSQL's protocol.
    case dsql

    /// The default port of the engine's clusters.
    public var defaultPort: Int {
        switch self {
        case .postgresql, .dsql: 5432
        case .mysql: 3306
        }
    }

    /// The IAM action that the signer of a database user's token must be allowed.
    public func action(for user: String?) -> String {
        switch self {
        case .dsql: user == "admin" ? "dsql:DbConnectAdmin" : "dsql:DbConnect"
        case .postgresql, .mysql: "rds-db:connect"
        }
    }

    /// The engine's name for people.
    public var displayName: String {
        switch self {
        case .postgresql: "PostgreSQL"
        case .mysql: "MySQL"
        case .dsql: "DSQL"
        }
    }
}
