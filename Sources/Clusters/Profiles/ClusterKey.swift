/// The keys of a cluster's table.
enum ClusterKey: String, CaseIterable {
    case engine, endpoint
    case readerEndpoint = "reader_endpoint"
    case port, database, user, users, environment, tags
    case readOnly = "read_only"
    case region, regions
    case connectTo = "connect_to"
    case caFile = "ca_file"
    case caOnly = "ca_only"
    case statementTimeout = "statement_timeout"
    case awsProfile = "aws_profile"
    case note
    case tunnel
    case tunnelCommand = "tunnel_command"
    case passwords

    static let names = allCases.map(\.rawValue)

    /// The keys that `[defaults]` may contain.
    static let defaultNames = names.filter { $0 != "endpoint" }
}
