/// What a cluster speaks.
public enum Engine: String, Sendable, CaseIterable {
    /// Aurora PostgreSQL.
    case postgresql
    /// Aurora MySQL.
    case mysql
    /// Aurora DSQL, which speaks PostgreSQL's protocol.
    case dsql

    /// The port that clusters of the engine use unless told otherwise.
    public var defaultPort: Int {
        switch self {
        case .postgresql, .dsql: 5432
        case .mysql: 3306
        }
    }

    /// The engine as a person says it.
    public var displayName: String {
        switch self {
        case .postgresql: "PostgreSQL"
        case .mysql: "MySQL"
        case .dsql: "DSQL"
        }
    }
}
